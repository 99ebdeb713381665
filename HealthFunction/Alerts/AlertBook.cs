using Azure;
using Azure.Data.Tables;
using HealthFunction.History;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>
/// The state, in memory and in one row of the history's table. What happened since the row was last written is kept apart: when
/// another recorder has written it in between, it is read anew and the same runs and deliveries are applied to what it holds. So
/// nothing counts twice, and a lost race loses nothing. It takes one caller at a time.
/// </summary>
/// <param name="table">Null keeps the state in memory only.</param>
/// <param name="machine">What follows from a run.</param>
/// <param name="time">The wall clock, for claims and for states from the future.</param>
/// <param name="logger">Told when storage goes away and comes back, and not each time.</param>
internal sealed class AlertBook(HistoryTable? table, AlertMachine machine, TimeProvider time, ILogger logger)
{
    /// <summary>Messages that wait; far more than anybody wants to be told, and less than a row holds.</summary>
    public const int MostWaiting = 50;

    /// <summary>Longer than a tick sends, so that nobody else sends the same meanwhile; shorter than the pause to the next tick.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(45);

    /// <summary>A day of runs, each minute; with longer losses of storage the first of them are left out when it comes back.</summary>
    private const int MostUnsaved = 1440;

    private const int MostAttempts = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly Guid _owner = Guid.NewGuid();
    private readonly Queue<RecordedRun> _unsavedRuns = new();

    /// <summary>By message: what became of it, or null when it does not wait any longer.</summary>
    private readonly Dictionary<string, PendingAlert?> _unsavedDeliveries = new(StringComparer.Ordinal);

    private bool _isRead = table is null;
    private bool _isAway;
    private ETag? _etag;

    public AlertState State { get; private set; } = AlertState.Initial;

    /// <summary>Whether another recorder has said that it sends what waits.</summary>
    public bool IsClaimedByAnother => State.Claim is { } claim && claim.Owner != _owner && claim.Until > time.GetUtcNow();

    /// <summary>Takes a run into account, in memory.</summary>
    public void Add(RecordedRun run)
    {
        if (AlertClock.IsAhead(State, time.GetUtcNow()))
        {
            logger.ClockSetBack(State.LastRun!.Value);
        }

        State = Step(AlertClock.Corrected(State, time.GetUtcNow()), run);
        _unsavedRuns.Enqueue(run);
        if (_unsavedRuns.Count > MostUnsaved)
        {
            _unsavedRuns.Dequeue();
        }
    }

    /// <summary>A message was delivered or given up.</summary>
    public void Settle(AlertMessage message)
    {
        State = State.Without(message.Id);
        _unsavedDeliveries[message.Id] = null;
    }

    /// <summary>A message waits on.</summary>
    public void Postpone(PendingAlert pending)
    {
        State = State.With(pending);
        _unsavedDeliveries[pending.Message.Id] = pending;
    }

    /// <summary>Writes what is not written yet, and whether this recorder is going to send. What cannot be written stays in memory.</summary>
    public async Task SaveAsync(bool claim, CancellationToken cancellationToken)
    {
        try
        {
            if (table is null || await TrySaveAsync(table, claim, cancellationToken))
            {
                _unsavedRuns.Clear();
                _unsavedDeliveries.Clear();
                if (_isAway)
                {
                    _isAway = false;
                    logger.StorageBack();
                }
            }
        }
        catch (Exception e) when (e is HistoryUnavailableException or HistoryRejectedException)
        {
            if (!_isAway)
            {
                _isAway = true;
                logger.StorageAway(e.Message);
            }
        }
    }

    private async Task<bool> TrySaveAsync(HistoryTable table, bool claim, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            AlertState? stored = null;
            if (!_isRead)
            {
                stored = await ReadAsync(table, cancellationToken);
                State = Replayed(stored);
                _isRead = true;
            }

            State = State with { Claim = Claim(claim) };
            if (State == stored)
            {
                return true;
            }

            var row = AlertRow.From(table.Partition, State);
            List<ETag> etags = [];
            var outcome = await table.SubmitAsync(
                [
                    _etag is { } etag
                        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
                        : new TableTransactionAction(TableTransactionActionType.Add, row),
                ],
                etags,
                cancellationToken);
            if (outcome == SubmitOutcome.Done)
            {
                _etag = etags[0];
                return true;
            }

            _isRead = false;
            var pause = LongestPause * (attempt / (double)MostAttempts) * Random.Shared.NextDouble();
            await Task.Delay(pause, time, cancellationToken);
        }

        throw new HistoryUnavailableException($"Another recorder won {MostAttempts} times in a row.");
    }

    private async Task<AlertState> ReadAsync(HistoryTable table, CancellationToken cancellationToken)
    {
        var page = await table.PageAsync(new RowRange(RowKeys.Alerts, RowKeys.Alerts + "~"), null, cancellationToken);
        if (page.Rows is not [var row, ..])
        {
            _etag = null;
            return AlertState.Initial;
        }

        _etag = row.ETag;
        try
        {
            return AlertRow.Read(row);
        }
        catch (InvalidDataException)
        {
            logger.Unreadable();
            return AlertState.Initial;
        }
    }

    private AlertState Replayed(AlertState stored)
    {
        var state = AlertClock.Corrected(stored, time.GetUtcNow());
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
        while (state.Waiting.Count > MostWaiting)
        {
            var oldest = state.Waiting[0].Message;
            logger.Overflowed(oldest.Kind, oldest.Id, MostWaiting);
            state = state.Without(oldest.Id);
        }

        return state;
    }

    /// <summary>Another's claim that holds is left alone, and so is none where there is nothing to send.</summary>
    private SendingClaim? Claim(bool claim)
    {
        if (IsClaimedByAnother)
        {
            return State.Claim;
        }

        return claim && State.Waiting is [var first, ..] && !(first.NotBefore > time.GetUtcNow())
            ? new SendingClaim(_owner, time.GetUtcNow() + ClaimTime)
            : null;
    }
}
