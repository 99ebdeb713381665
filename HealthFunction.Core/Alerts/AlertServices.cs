using HealthFunction.History.Recording;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

internal static class AlertServices
{
    /// <summary>Sends alerts about the runs of the timer if the settings name a webhook.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddHealthOptions(AlertSettings.Read)
        .AddSingleton<IRunListener>(s => s.GetRequiredService<AlertOptions>() is { Webhook: { } webhook } options
            ? Alerter(s, options, webhook)
            : new NoRunListener());

    private static Alerter Alerter(IServiceProvider services, AlertOptions options, Uri webhook)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<Alerter>>();
        var store = services.GetRequiredService<HistoryStore>();
        var rule = new AlertRule(options.After, options.ResolveAfter, options.Reminder);
        return new Alerter(
            new AlertBook(store, new AlertMachine(rule, store.Source), time, logger),
            new WebhookClient(webhook, time),
            new AlertWriter(options.Format, options.Link),
            time,
            logger);
    }
}
