namespace HealthFunction.AspNetCore.Timers;

/// <summary>
/// The ticks that this process has made, so that a clock which is set back neither repeats a tick nor leaves one out: times that were
/// already recorded are skipped, others are not.
/// </summary>
internal sealed class RecordedTicks(RecordingSchedule schedule)
{
    /// <summary>A clock is set far too seldom for more.</summary>
    private const int MaxStretches = 16;

    /// <summary>Stretches of consecutive ticks, the newest last.</summary>
    private readonly List<(DateTimeOffset First, DateTimeOffset Last)> _stretches = [];

    public void Add(DateTimeOffset tick)
    {
        if (_stretches is [.., var newest] && schedule.Next(newest.Last) == tick)
        {
            _stretches[^1] = (newest.First, tick);
            return;
        }

        if (_stretches.Count == MaxStretches)
        {
            _stretches.RemoveAt(0);
        }

        _stretches.Add((tick, tick));
    }

    /// <summary>The first tick after a time that was not made yet.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var next = schedule.Next(after);
        while (_stretches.FindIndex(s => s.First <= next && next <= s.Last) is >= 0 and var made)
        {
            next = schedule.Next(_stretches[made].Last);
        }

        return next;
    }
}
