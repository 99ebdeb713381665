using HealthFunction.Alerts;
using HealthFunction.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

internal static class AlertServices
{
    /// <summary>Lets each run of the timer be told where the settings name a webhook.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) =>
        services.AddSingleton(s => new Alerting(
            s.GetRequiredService<IOptions<HealthOptions>>().Value.Alerts is { Webhook: { } webhook } options
                ? Alerter(s, options, webhook)
                : null));

    private static Alerter Alerter(IServiceProvider services, AlertOptions options, Uri webhook)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<Alerter>>();
        var table = services.GetRequiredService<HistoryStorage>().Table;
        var rule = new AlertRule(options.After, options.ResolveAfter, options.Reminder);
        var source = HistoryServices.Source(services);
        return new Alerter(
            new AlertBook(table, new AlertMachine(rule, source), time, logger),
            new WebhookClient(webhook, time),
            new AlertWriter(options.Format, options.Link),
            time,
            logger);
    }
}
