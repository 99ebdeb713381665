using System.Diagnostics.Metrics;
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
            s.GetRequiredService<HistoryStorage>().Table is { } table ? Recorder(s, table) : null,
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

    private static HistoryTable? Table(IServiceProvider services)
    {
        var options = Options(services);
        var configuration = services.GetRequiredService<IConfiguration>();
        var source = options.Source.Length > 0 ? options.Source : HistoryConnection.DefaultSource(configuration);
        return HistoryConnection.TryCreate(options, configuration) is { } client
            ? new HistoryTable(client, source, options.Timeout, services.GetRequiredService<TimeProvider>())
            : null;
    }

    private static HistoryRecorder Recorder(IServiceProvider services, HistoryTable table)
    {
        var options = Options(services);
        var time = services.GetRequiredService<TimeProvider>();
        var runner = services.GetRequiredService<HealthRunner>();
        var queue = new RunQueue(options.QueueLength);
        return new HistoryRecorder(
            token => runner.RunAsync().WaitAsync(token),
            new RunWriter(table, time),
            queue,
            new Retention(table, options, time, services.GetRequiredService<ILogger<Retention>>()),
            services.GetRequiredService<IOptions<HealthOptions>>().Value.Maintenance,
            time,
            new HistoryTelemetry(services.GetRequiredService<IMeterFactory>(), queue),
            services.GetRequiredService<ILogger<HistoryRecorder>>());
    }

    private static HistoryOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<HealthOptions>>().Value.History;
}
