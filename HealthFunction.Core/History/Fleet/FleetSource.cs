using HealthFunction.History.Days;
using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Fleet;

/// <summary>
/// One source of the fleet. It is read by one reading at a time; what was read last is kept as rows, which are small, and stands in for a
/// while for what cannot be read.
/// </summary>
internal sealed class FleetSource(HistoryStore store, FleetTelemetry telemetry, TimeProvider time, ILogger logger)
{
    /// <summary>For how long what was read before stands in for what cannot be read.</summary>
    private static readonly TimeSpan Useful = TimeSpan.FromHours(6);

    private readonly Lock _lock = new();
    private readonly ReadLog _log = new(logger, store.Source);
    private Task _reading = Task.CompletedTask;
    private DateTimeOffset? _began;
    private DateTimeOffset? _unreadableSince;
    private Kept? _last;

    public string Name => store.Source;

    public HistoryReader Reader { get; } = new(store);

    /// <summary>Reads the days, or joins the reading that is under way. Never throws: what came of it is in <see cref="At"/>.</summary>
    public Task ReadAsync(DateOnly first, DateOnly last)
    {
        lock (_lock)
        {
            return _reading = _reading.IsCompleted ? Task.Run(() => ReadOnceAsync(first, last)) : _reading;
        }
    }

    /// <param name="first">The first date that is asked for.</param>
    /// <param name="started">When the reading began; what was read before that is old.</param>
    public SourceReading At(DateOnly first, DateTimeOffset started)
    {
        lock (_lock)
        {
            var isNew = _last is { } last && last.ReadAt >= started && last.First <= first;
            var now = time.GetUtcNow();
            if (!isNew)
            {
                _unreadableSince ??= now;
            }

            var kept = isNew || (_last is { } old && now - old.ReadAt < Useful) ? _last : null;
            return kept is null
                ? new SourceReading(new FleetMember(Name, [], _began ?? FleetMember.NotKnown), SourceState.Unreadable, _last?.ReadAt, _unreadableSince)
                : new SourceReading(
                    new FleetMember(Name, kept.Days(), _began ?? FleetMember.Never),
                    !isNew ? SourceState.Old : _began is null ? SourceState.Empty : SourceState.Read,
                    kept.ReadAt,
                    isNew ? null : _unreadableSince);
        }
    }

    private async Task ReadOnceAsync(DateOnly first, DateOnly last)
    {
        var started = time.GetTimestamp();
        var outcome = FleetTelemetry.Unavailable;
        try
        {
            // Runs that are recorded while it is read may or may not be in it.
            var readAt = time.GetUtcNow();
            var rows = await Reader.DayRowsAsync(first, last, CancellationToken.None).ConfigureAwait(false);
            var began = _began ?? await Reader.FirstMinuteAsync(CancellationToken.None).ConfigureAwait(false);

            // Rows that cannot be read are found here, and not by those who look at what was read.
            var days = HistoryReader.ToDays(rows);
            lock (_lock)
            {
                (_last, _began, _unreadableSince) = (new Kept(rows, first, readAt, days), began, null);
            }

            outcome = FleetTelemetry.Read;
            _log.Succeeded();
        }
#pragma warning disable CA1031 // One source that fails in whatever way must not take the others with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                _unreadableSince ??= time.GetUtcNow();
            }

            _log.Failed(e);
        }
        finally
        {
            telemetry.Tried(Name, outcome, time.GetElapsedTime(started));
        }
    }

    /// <summary>The days are ten times as large as the rows, so only those that use them keep them in memory.</summary>
    private sealed class Kept(IReadOnlyList<Row> rows, DateOnly first, DateTimeOffset readAt, IReadOnlyList<Day> days)
    {
        private readonly WeakReference<IReadOnlyList<Day>> _days = new(days);

        public DateOnly First => first;

        public DateTimeOffset ReadAt => readAt;

        public IReadOnlyList<Day> Days()
        {
            if (!_days.TryGetTarget(out var made))
            {
                _days.SetTarget(made = HistoryReader.ToDays(rows));
            }

            return made;
        }
    }
}
