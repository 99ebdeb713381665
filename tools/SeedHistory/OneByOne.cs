using System.Globalization;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.SeedHistory;

/// <summary>Records runs one after the other, each in its own transaction, as fast as the table accepts them.</summary>
internal static class OneByOne
{
    public static readonly DateOnly Date = new(2026, 1, 1);

    /// <summary>The runs; the same for the same options.</summary>
    public static IEnumerable<RecordedRun> Runs(SeedOptions options) =>
        new PlausibleHistory(options.Checks, options.Seed)
            .Runs(Date, DateTimeOffset.MaxValue)
            .SelectMany(run => Enumerable.Range(0, 60).Select(second => run with { Time = run.Time.AddSeconds(second) }));

    public static async Task RecordAsync(HistoryTable table, SeedOptions options, int count, TimeProvider time, CancellationToken cancellationToken)
    {
        var writer = new RunWriter(table, time);
        var number = 0;
        foreach (var run in Runs(options).Take(count))
        {
            await writer.WriteAsync([run], cancellationToken);
            Console.WriteLine((++number).ToString(CultureInfo.InvariantCulture));
        }
    }
}
