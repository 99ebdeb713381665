using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Runs;

namespace HealthFunction.SeedHistory;

/// <summary>
/// Runs of every minute, equal for equal seeds: checks with outages and slow days, gaps without runs, as deployments, restarts and lost
/// storage leave them, and optionally one maintenance window.
/// </summary>
internal sealed class PlausibleHistory
{
    private static readonly TimeSpan MinWithoutGaps = TimeSpan.FromDays(1);

    private readonly Random _random;
    private readonly CheckStory[] _checks;
    private readonly MaintenanceWindow? _maintenance;
    private readonly Outage? _common;
    private DateTimeOffset _gapEnd = DateTimeOffset.MinValue;

    /// <param name="checks">How many checks there are.</param>
    /// <param name="seed">Another number gives another history.</param>
    /// <param name="maintenance">A window in which the first check is down as planned; the rest is the same with and without it.</param>
    public PlausibleHistory(int checks, int seed, MaintenanceWindow? maintenance = null)
        : this(Names(checks), seed, maintenance)
    {
    }

    /// <param name="names">The names of the checks.</param>
    /// <param name="seed">Another number gives another history.</param>
    /// <param name="maintenance">A window in which the first check is down as planned; the rest is the same with and without it.</param>
    /// <param name="common">An outage of the first check that several regions have at once; the rest is the same with and without it.</param>
    public PlausibleHistory(IReadOnlyList<string> names, int seed, MaintenanceWindow? maintenance = null, Outage? common = null)
    {
        _maintenance = maintenance;
        _common = common;
        _random = new Random(seed);
        _checks = [.. names.Select(name => new CheckStory(name, _random.Next()))];
    }

    /// <summary>The runs of one day up to but not including <paramref name="until"/>; call it for the days in order.</summary>
    public IEnumerable<RecordedRun> Runs(DateOnly date, DateTimeOffset until)
    {
        var midnight = date.Midnight();
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            var time = midnight.AddMinutes(minute);
            if (time >= until)
            {
                yield break;
            }

            var run = RunAt(time);
            // A gap that lasts until now would look as if the app that shows the history did not record.
            if (!IsInGap(time) || until - time < MinWithoutGaps)
            {
                yield return run;
            }
        }
    }

    private RecordedRun RunAt(DateTimeOffset time)
    {
        var checks = Array.ConvertAll(_checks, check => check.At(time));
        var isPlanned = _maintenance?.Holds(time) is true;
        if (_common is { } common && time >= common.Start && time < common.End && checks.Length > 0)
        {
            checks[0] = new RecordedCheck(checks[0].Name, common.Verdict, common.Duration, common.Error);
        }

        if (isPlanned && checks.Length > 0)
        {
            checks[0] = new RecordedCheck(checks[0].Name, Verdict.Down, TimeSpan.FromMilliseconds(0.4), "connection refused");
        }

        var worst = checks.MaxBy(check => check.Verdict.ToMinuteState());
        var isUp = checks.Length == 0 || worst.Verdict == Verdict.Up;
        return new RecordedRun
        {
            Time = time,
            Status = isUp ? Verdict.Up : worst.Verdict,
            Duration = checks.Length == 0 ? TimeSpan.Zero : checks.Max(check => check.Duration),
            Error = isUp ? null : $"{worst.Name}: {worst.Error}",
            Planned = isPlanned ? PlannedKind.Maintenance : PlannedKind.None,
            Checks = checks,
        };
    }

    // A few minutes every week, and sometimes half a day.
    private bool IsInGap(DateTimeOffset time)
    {
        if (time >= _gapEnd && _random.NextDouble() < 1e-4)
        {
            _gapEnd = time.AddMinutes(_random.Next(20) == 0 ? _random.Next(120, 900) : _random.Next(1, 12));
        }

        return time < _gapEnd;
    }

    /// <summary>Names for a number of checks.</summary>
    public static IReadOnlyList<string> Names(int checks) => [.. Enumerable.Range(0, checks).Select(Name)];

    private static string Name(int index)
    {
        string[] kinds = ["database", "cache", "table", "endpoint"];
        var (round, kind) = Math.DivRem(index, kinds.Length);
        return kinds[kind] + "." + (round == 0 ? "default" : string.Create(CultureInfo.InvariantCulture, $"extra{round}"));
    }
}
