using System.Diagnostics.Metrics;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.Formats;
using HealthFunction.History;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

internal static class HistoryServices
{
    /// <summary>The recorder behind the timer and the answers about what it recorded; both know when there is no storage for it.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.AddSingleton(s => new HistoryStorage(Table(s)));
        services.AddSingleton(s => new HistoryTicks(
            Recorder(s, s.GetRequiredService<HistoryStorage>().Table, s.GetService<Alerting>()?.Alerter),
            s.GetRequiredService<ILogger<HistoryTicks>>()));
        services.AddSingleton(s => new HistoryAnswers(
            s.GetRequiredService<HistoryStorage>().Table is { } table ? new HistoryReader(table) : null,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<HistoryAnswers>>()));
        services.AddSingleton(s => new RecentHistory(
            s.GetRequiredService<HistoryStorage>().Table is { } table ? new HistoryReader(table) : null,
            new HistoryViewBuilder(s.GetRequiredService<HealthRunner>().Members),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<RecentHistory>>()));
        return services;
    }

    /// <summary>Who this deployment is, in history and in alerts.</summary>
    public static string Source(IServiceProvider services) => Options(services).Source is { Length: > 0 } source
        ? source
        : HistoryConnection.DefaultSource(services.GetRequiredService<IConfiguration>());

    private static HistoryTable? Table(IServiceProvider services)
    {
        var options = Options(services);
        return HistoryConnection.TryCreate(options, services.GetRequiredService<IConfiguration>()) is { } client
            ? new HistoryTable(client, Source(services), options.Timeout, services.GetRequiredService<TimeProvider>())
            : null;
    }

    /// <summary>Null where a run would be of no use.</summary>
    private static HistoryRecorder? Recorder(IServiceProvider services, HistoryTable? table, Alerter? alerter)
    {
        if (table is null && alerter is null)
        {
            return null;
        }

        var options = Options(services);
        var time = services.GetRequiredService<TimeProvider>();
        var runner = services.GetRequiredService<HealthRunner>();
        var queue = new RunQueue(options.QueueLength);
        return new HistoryRecorder(
            token => runner.RunAsync().WaitAsync(token),
            table is null ? null : new RunWriter(table, time),
            queue,
            table is null ? null : new Retention(table, options, time, services.GetRequiredService<ILogger<Retention>>()),
            services.GetRequiredService<IOptions<HealthOptions>>().Value.Maintenance,
            time,
            new HistoryTelemetry(services.GetRequiredService<IMeterFactory>(), queue),
            services.GetRequiredService<ILogger<HistoryRecorder>>(),
            alerter is null ? null : alerter.OnRunAsync);
    }

    private static HistoryOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<HealthOptions>>().Value.History;
}
