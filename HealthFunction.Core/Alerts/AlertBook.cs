using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>
/// The state of alerting, in memory and in one row of the history's table. Runs and deliveries that are not written yet are kept
/// apart: when another recorder has changed the row in between, the row is read again and they are applied to what it holds. So
/// nothing counts twice, and a lost race loses nothing. Only one caller may use it at a time.
/// </summary>
/// <param name="history">Where the row is kept; one that is not configured leaves the state in memory only.</param>
/// <param name="machine">What follows from a run.</param>
/// <param name="time">The wall clock, for claims and for states from the future.</param>
/// <param name="logger">Gets one line when storage becomes unavailable and one when it is available again.</param>
/// <param name="key">The row's key.</param>
internal sealed class AlertBook(HistoryStore history, AlertMachine machine, TimeProvider time, ILogger logger, string key = RowKeys.Alerts)
{
    /// <summary>The maximum of waiting messages: more than a reader can use, and fewer than a row can hold.</summary>
    public const int MaxWaiting = 50;

    /// <summary>A day of runs, one for each minute. When storage is unavailable for longer, the oldest of them are lost.</summary>
    private const int MaxUnsaved = 1440;

    private readonly AlertStore _store = new(history, key, logger);
    private readonly ChangeLoop _loop = new(time);
    private readonly AlertClock _clock = new(time);
    private readonly SendingTurn _turn = new(time);
    private readonly FaultLog _storing = new();
    private readonly Queue<RecordedRun> _unsavedRuns = new();

    /// <summary>For each message what became of it; null when it no longer waits.</summary>
    private readonly Dictionary<string, PendingAlert?> _unsavedDeliveries = new(StringComparer.Ordinal);

    private bool _isRead;

    public AlertState State { get; private set; } = AlertState.Initial;

    /// <summary>Whether another recorder has claimed to send the waiting messages.</summary>
    public bool IsClaimedByAnother => _turn.IsOfAnother(State);

    /// <summary>Applies a run, in memory.</summary>
    public void Add(RecordedRun run)
    {
        if (_clock.IsAhead(State))
        {
            logger.ClockSetBack(State.LastRun!.Value);
        }

        State = Step(_clock.Corrected(State), run);
        _unsavedRuns.Enqueue(run);
        if (_unsavedRuns.Count > MaxUnsaved)
        {
            _unsavedRuns.Dequeue();
        }
    }

    /// <summary>A message was delivered or abandoned.</summary>
    public void Settle(AlertMessage message)
    {
        State = State.Without(message.Id);
        _unsavedDeliveries[message.Id] = null;
    }

    /// <summary>A message has to be sent again.</summary>
    public void Postpone(PendingAlert pending)
    {
        State = State.With(pending);
        _unsavedDeliveries[pending.Message.Id] = pending;
    }

    /// <summary>
    /// Writes what is not written yet, and decides whether this recorder sends. What cannot be written stays in memory.
    /// </summary>
    public async Task SaveAsync(bool claim, CancellationToken cancellationToken)
    {
        try
        {
            if (_store.IsConfigured)
            {
                await _loop.RunAsync(token => TrySaveAsync(claim, token), cancellationToken).ConfigureAwait(false);
            }

            _unsavedRuns.Clear();
            _unsavedDeliveries.Clear();
            _storing.Succeeded(logger.StorageBack);
        }
        catch (Exception e) when (e is HistoryUnavailableException or HistoryRejectedException)
        {
            _storing.Failed(() => logger.StorageAway(e.Message));
        }
    }

    /// <returns>False when another recorder has changed the row in between.</returns>
    private async Task<bool> TrySaveAsync(bool claim, CancellationToken cancellationToken)
    {
        AlertState? stored = null;
        if (!_isRead)
        {
            stored = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
            State = Replayed(stored);
        }

        State = State with { Claim = _turn.Claim(State, claim) };
        _isRead = State == stored || await _store.TryWriteAsync(State, cancellationToken).ConfigureAwait(false);
        return _isRead;
    }

    private AlertState Replayed(AlertState stored)
    {
        var state = _clock.Corrected(stored);
        foreach (var run in _unsavedRuns)
        {
            state = Step(state, run);
        }

        foreach (var (id, pending) in _unsavedDeliveries)
        {
            state = pending is null ? state.Without(id) : state.With(pending);
        }

        return state;
    }

    private AlertState Step(AlertState state, RecordedRun run)
    {
        state = machine.Step(state, run);
        while (state.Waiting.Count > MaxWaiting)
        {
            var oldest = state.Waiting[0].Message;
            logger.Overflowed(oldest.Kind, oldest.Id, MaxWaiting);
            state = state.Without(oldest.Id);
        }

        return state;
    }
}
