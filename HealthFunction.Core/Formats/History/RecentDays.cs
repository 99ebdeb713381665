using HealthFunction.History.Days;
using HealthFunction.History.Storage;

namespace HealthFunction.Formats.History;

/// <summary>The day rows of the last read, for all windows within them. They are released after a while, because they are large.</summary>
#pragma warning disable CA1001 // It lives as long as the app.
internal sealed class RecentDays
#pragma warning restore CA1001
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(20);

    private readonly ITimer _timer;
    private Reading? _last;

    public RecentDays(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Volatile.Write(ref _last, null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The days from <paramref name="first"/> to <paramref name="last"/> that have data, in order.</summary>
    public async Task<IReadOnlyList<Day>> GetAsync(HistoryReader reader, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var changes = reader.Changes;
        var reading = Volatile.Read(ref _last);
        if (reading is null || reading.Source != reader.Source || reading.Changes != changes || reading.First > first || reading.Last != last)
        {
            reading = new(reader.Source, first, last, changes, await reader.DaysAsync(first, last, cancellationToken).ConfigureAwait(false));
            Volatile.Write(ref _last, reading);
            _timer.Change(KeptFor, Timeout.InfiniteTimeSpan);
        }

        return reading.First == first ? reading.Days : [.. reading.Days.Where(day => day.Date >= first)];
    }

    private sealed record Reading(string Source, DateOnly First, DateOnly Last, int Changes, IReadOnlyList<Day> Days);
}
