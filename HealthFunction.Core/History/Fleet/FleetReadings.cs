using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Fleet;

/// <summary>
/// Reads all sources of the fleet side by side, at most once at a time and not again for a while, however many look. All of them share one
/// deadline: what is not there by then is shown as it was before, and is read on for the next who looks.
/// </summary>
#pragma warning disable CA1001 // It lives as long as the app.
internal sealed class FleetReadings
#pragma warning restore CA1001
{
    /// <summary>How many days are read unless more are asked for.</summary>
    public const int UsualDays = 90;

    /// <summary>The recorders add one minute a minute.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    /// <summary>An answer now with what there is, is worth more than one with all of it later.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly FreshCoalescer<FleetReading> _reads;
    private readonly ITimer _timer;
    private int _wantedDays = UsualDays;
    private long _count;
    private Kept? _last;

    public FleetReadings(IReadOnlyList<FleetSource> sources, TimeProvider time)
    {
        (Sources, _time) = (sources, time);
        _reads = new FreshCoalescer<FleetReading>(ReadAsync);

        // Days are large, so they are let go of.
        _timer = time.CreateTimer(_ => Volatile.Write(ref _last, null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The app's own first, where its history is kept, then the others in configured order.</summary>
    public IReadOnlyList<FleetSource> Sources { get; }

    /// <summary>The number of the reading that a call would get now: what was computed of one is good while this stays the same.</summary>
    public long Number => Volatile.Read(ref _count) + (KeptReading(0) is null ? 1 : 0);

    public FleetSource? Find(string source) =>
        Sources.FirstOrDefault(s => s.Name.Equals(source, StringComparison.OrdinalIgnoreCase));

    /// <param name="length">How far back at least.</param>
    public async ValueTask<FleetReading> GetAsync(TimeSpan length)
    {
        var days = (int)Math.Ceiling(length.TotalDays);
        while (true)
        {
            if (KeptReading(days) is { } kept)
            {
                return kept;
            }

            Want(days);
            var reading = await _reads.JoinAsync().ConfigureAwait(false);
            if (reading.First <= FirstDay(reading.Now, days))
            {
                return reading;
            }
        }
    }

    /// <summary>One minute more, so that an incident that is under way when a window begins is known to be.</summary>
    private static DateOnly FirstDay(DateTimeOffset now, int days) => now.AddDays(-days).AddMinutes(-1).UtcDate();

    private void Want(int days)
    {
        for (var wanted = Volatile.Read(ref _wantedDays); wanted < days;)
        {
            wanted = Interlocked.CompareExchange(ref _wantedDays, days, wanted);
        }
    }

    private FleetReading? KeptReading(int days) =>
        Volatile.Read(ref _last) is { } last && _time.GetElapsedTime(last.Timestamp) < Fresh && last.Days >= days ? last.Reading : null;

    private async Task<FleetReading> ReadAsync()
    {
        // Those who waited for a reading that has just ended are content with it.
        var days = Interlocked.Exchange(ref _wantedDays, UsualDays);
        if (KeptReading(days) is { } kept)
        {
            return kept;
        }

        var now = _time.GetUtcNow();
        var (first, last) = (FirstDay(now, days), now.UtcDate());
        try
        {
            await Task.WhenAll(Sources.Select(source => source.ReadAsync(first, last))).WaitAsync(MaxWait, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Each source says by itself what is at hand.
        }

        var reading = new FleetReading(now, first, last, [.. Sources.Select(source => source.At(first, now))]);
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _last, new Kept(reading, days, _time.GetTimestamp()));
        _timer.Change(Fresh, Timeout.InfiniteTimeSpan);
        return reading;
    }

    private sealed record Kept(FleetReading Reading, int Days, long Timestamp);
}
