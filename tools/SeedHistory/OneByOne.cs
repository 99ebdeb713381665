using System.Globalization;
using HealthFunction.History;

namespace HealthFunction.SeedHistory;

/// <summary>Records runs one after the other, each in its own transaction, as fast as the table takes them.</summary>
internal static class OneByOne
{
    /// <summary>The runs; the same for the same options on the same day.</summary>
    public static IEnumerable<RecordedRun> Runs(SeedOptions options, DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new PlausibleHistory(options.Checks, options.Seed)
            .Runs(date, midnight.AddDays(1))
            .SelectMany(run => Enumerable.Range(0, 60).Select(second => run with { Time = run.Time.AddSeconds(second) }));
    }

    public static async Task RecordAsync(HistoryTable table, SeedOptions options, int count, TimeProvider time, CancellationToken cancellationToken)
    {
        var writer = new RunWriter(table, time);
        var number = 0;
        foreach (var run in Runs(options, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Take(count))
        {
            await writer.WriteAsync([run], cancellationToken);
            Console.WriteLine((++number).ToString(CultureInfo.InvariantCulture));
        }
    }
}
