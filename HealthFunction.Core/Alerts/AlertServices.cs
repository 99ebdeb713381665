using HealthFunction.Checks;
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
            ? Alerter(s, options, webhook, AlertSubject.Outage, RowKeys.Alerts, options.Rule)
            : new NoRunListener())
        .AddSingleton<IRunListener>(s => s.GetRequiredService<AlertOptions>() is { Webhook: { } webhook, Degraded: { } rule } options
            ? Alerter(s, options, webhook, AlertSubject.Degraded, RowKeys.Warnings, rule)
            : new NoRunListener());

    private static Alerter Alerter(IServiceProvider services, AlertOptions options, Uri webhook, AlertSubject subject, string key, AlertRule rule)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<Alerter>>();
        var store = services.GetRequiredService<HistoryStore>();
        return new Alerter(
            new AlertBook(store, new AlertMachine(rule, store.Source, subject), time, logger, key),
            new WebhookClient(webhook, time),
            new AlertWriter(options.Format, options.Link, services.GetRequiredService<CheckTraitsBook>()),
            time,
            logger);
    }
}
