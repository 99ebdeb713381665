using System.Text.Json;

namespace HealthFunction.Load.Regions;

/// <summary>
/// Reads back every run of a region, holds each against what was done to the region, and counts the minutes once more from the runs alone.
/// What <c>uptime</c> says comes from other rows, so the two agree only if nothing was lost or counted twice.
/// </summary>
internal sealed class Recount(Region region, Findings findings)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(4);

    private static readonly string[] WorstFirst = ["DOWN", "UNKNOWN", "UP"];

    private readonly List<Run> _runs = [];

    public int Runs => _runs.Count;

    /// <summary>The first minute with a run.</summary>
    public DateTimeOffset Began => MinuteOf(_runs.Min(run => run.Time));

    public async Task ReadAsync()
    {
        string? continuation = null;
        do
        {
            var path = "api/history?limit=1000" + (continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation));
            var page = JsonDocument.Parse(await region.App.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), CancellationToken.None)).RootElement;
            _runs.AddRange(page.GetProperty("runs").EnumerateArray().Select(Run.Of));
            continuation = page.GetProperty("continuation").GetString();
        }
        while (continuation is not null);
    }

    /// <summary>Each tick has one run, and each run says what was true.</summary>
    /// <returns>How many ticks and runs could be judged.</returns>
    public (int Ticks, int Runs) Judge(DateTimeOffset from, DateTimeOffset to)
    {
        var bySlot = _runs.GroupBy(run => SlotOf(run.Time)).ToDictionary(g => g.Key, g => g.Count());
        var (ticks, judged) = (0, 0);
        for (var slot = SlotOf(from) + Region.Tick; slot + Region.Tick < to; slot += Region.Tick)
        {
            if (!region.Diary.CouldRecord(slot - Settle, slot + Region.Tick, Settle))
            {
                continue;
            }

            ticks++;
            if (bySlot.GetValueOrDefault(slot) is var count and not 1)
            {
                findings.Add($"{region.Name}: {count} runs at the tick of {slot:T}, after {region.Diary.Before(slot)}");
            }
        }

        foreach (var run in _runs.Where(run => run.Time >= from && run.Time < to))
        {
            // Recorded is the time of the tick, and on a busy machine the run begins somewhat later.
            if (region.Diary.Expected(run.Time, run.Time + run.Took + Settle, Settle) is not { } expected)
            {
                continue;
            }

            judged++;
            if (!expected.SequenceEqual(run.Down))
            {
                findings.Add($"{region.Name}: the run of {run.Time:T} has [{string.Join(", ", run.Down)}], and [{string.Join(", ", expected)}] is true, after {region.Diary.Before(run.Time)}");
            }
        }

        return (ticks, judged);
    }

    /// <summary>The states of the minutes before a time.</summary>
    /// <param name="until">The end of the window.</param>
    /// <param name="check">Null for the overall verdict.</param>
    public Dictionary<DateTimeOffset, MinuteOfRuns> Minutes(DateTimeOffset until, string? check)
    {
        Dictionary<DateTimeOffset, MinuteOfRuns> minutes = [];
        foreach (var group in _runs.Where(run => run.Time < until && (check is null || run.Checks.ContainsKey(check))).GroupBy(run => MinuteOf(run.Time)))
        {
            var states = group.Select(run => (State: check is null ? run.Status : run.Checks[check], IsPlanned: check is null && run.IsPlanned)).ToList();
            var worst = WorstFirst.First(state => states.Exists(s => s.State == state));
            minutes[group.Key] = worst switch
            {
                "UP" => MinuteOfRuns.Up,
                _ when states.Where(s => s.State == worst).All(s => s.IsPlanned) => MinuteOfRuns.Planned,
                "DOWN" => MinuteOfRuns.Down,
                _ => MinuteOfRuns.Unknown,
            };
        }

        return minutes;
    }

    private static DateTimeOffset SlotOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Region.Tick.Ticks), TimeSpan.Zero);

    private static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private sealed record Run(DateTimeOffset Time, TimeSpan Took, string Status, bool IsPlanned, IReadOnlyDictionary<string, string> Checks)
    {
        /// <summary>What is not UP, in the words of a <see cref="Diary"/>.</summary>
        public IEnumerable<string> Down => Checks.Where(c => c.Value != "UP").Select(c => c.Key).Concat(IsPlanned ? ["drain"] : []);

        public static Run Of(JsonElement run) => new(
            run.GetProperty("time").GetDateTimeOffset(),
            TimeSpan.FromMilliseconds(run.GetProperty("ms").GetDouble()),
            run.GetProperty("status").GetString()!,
            run.TryGetProperty("planned", out _),
            run.GetProperty("checks").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetProperty("status").GetString()!));
    }
}

/// <summary>The state of a minute, as docs/history.md defines it.</summary>
internal enum MinuteOfRuns
{
    Missing,
    Up,
    Down,
    Unknown,
    Planned,
}
