using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>The expected content of day rows, counted from the runs in the slowest and plainest way.</summary>
internal static class Recount
{
    public static void AssertHolds(IReadOnlyList<Day> days, IReadOnlyCollection<RecordedRun> runs)
    {
        Assert.Equal(runs.Select(run => run.Date).Distinct().Order(), days.Select(day => day.Date));
        foreach (var day in days)
        {
            var ofDay = runs.Where(run => run.Date == day.Date).ToList();
            var names = ofDay.SelectMany(run => run.Checks).Select(check => check.Name).Append(DaySeries.Overall).Distinct();
            Assert.Equal(names.Order(StringComparer.Ordinal), day.Series.Select(series => series.Name).Order(StringComparer.Ordinal));
            foreach (var series in day.Series)
            {
                AssertHolds(series, [.. ofDay.SelectMany(run => Results(run, series.Name))]);
            }
        }
    }

    private static IEnumerable<(int Minute, RecordedCheck Check, bool IsPlanned)> Results(RecordedRun run, string name) => name == DaySeries.Overall
        ? [(run.Minute, new RecordedCheck(name, run.Status, run.Duration, run.Error) { Degraded = run.Degraded }, run.Planned is PlannedKind.Drained or PlannedKind.Maintenance)]
        : run.Checks.Where(check => check.Name == name).Select(check => (run.Minute, check, run.Planned is PlannedKind.Maintenance));

    private static void AssertHolds(DaySeries series, List<(int Minute, RecordedCheck Check, bool IsPlanned)> results)
    {
        Assert.Equal(
            new RunCounts(Count(results, Verdict.Up), Count(results, Verdict.Unknown), Count(results, Verdict.Down)), series.Runs);

        var states = new MinuteState[MinuteMap.Minutes];
        var errors = new string?[MinuteMap.Minutes];
        var planned = new bool[MinuteMap.Minutes];
        var degraded = new bool[MinuteMap.Minutes];
        foreach (var minute in results.GroupBy(result => result.Minute))
        {
            states[minute.Key] = minute.Max(result => result.Check.Verdict.ToMinuteState());
            var worst = minute.Where(result => result.Check.Verdict.ToMinuteState() == states[minute.Key]).ToList();
            errors[minute.Key] = worst.Select(result => result.Check).Min(check => check.Error, StringComparer.Ordinal);
            planned[minute.Key] = states[minute.Key] is MinuteState.Down or MinuteState.Unknown && worst.All(result => result.IsPlanned);
            degraded[minute.Key] = states[minute.Key] == MinuteState.Up && worst.Exists(result => result.Check.Degraded is not null);
        }

        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            var expected = (states[minute], errors[minute], planned[minute], degraded[minute]);
            var found = (series.Minutes[minute], series.Errors[minute], series.IsPlanned(minute), series.IsDegraded(minute));
            if (expected != found)
            {
                Assert.Fail($"{series.Name} at {minute}: {expected}, not {found}");
            }
        }

        var counts = series.Count(0, MinuteMap.Minutes);
        Assert.Equal((planned.Count(p => p), degraded.Count(d => d)), (counts.Planned, counts.Degraded));

        var latencies = results.Where(result => result.Check is { Verdict: Verdict.Up, Age: null }).Select(result => result.Check.Duration);
        Assert.Equal(
            latencies.GroupBy(LatencyHistogram.BucketOf).Select(bucket => (bucket.Key, bucket.LongCount())).Order(),
            series.Latency.Buckets());
    }

    private static long Count(List<(int Minute, RecordedCheck Check, bool IsPlanned)> results, Verdict verdict) =>
        results.LongCount(result => result.Check.Verdict == verdict);

    private static string? Min(this IEnumerable<RecordedCheck> checks, Func<RecordedCheck, string?> text, StringComparer order) =>
        checks.Select(text).Order(order).FirstOrDefault();
}
