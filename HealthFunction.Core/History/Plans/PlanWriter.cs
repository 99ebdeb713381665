using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Plans;

/// <summary>
/// Writes changes of plans into the app's own table: the plan, the audit row, and the row by which a repeated request is recognised, in one
/// transaction.
/// </summary>
internal sealed class PlanWriter(PlanBook book, TimeProvider time, ILogger<PlanWriter> logger)
{
    /// <summary>How many plans may still matter, all tables together: they are read every few seconds.</summary>
    public const int MaxPlans = 100;

    private const string Fingerprint = "Fingerprint";

    private readonly ChangeLoop _loop = new(time);

    /// <exception cref="HistoryUnavailableException">It is not known whether the change was made; with a key it can be sent again.</exception>
    public async Task<(Plan? Plan, PlanFault? Fault)> ChangeAsync(PlanChange change, CancellationToken cancellationToken)
    {
        var table = book.Own ?? throw new HistoryUnavailableException("No storage is configured for plans.");
        var id = PlanKeys.ChangeId(change.IdempotencyKey);
        (Plan? Plan, PlanFault? Fault) made = default;
        if (change.IdempotencyKey is not null && await SentBeforeAsync(table, id, change.Fingerprint, cancellationToken).ConfigureAwait(false) is { } before)
        {
            return before;
        }

        await _loop.RunAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        return made;

        async Task<bool> TryAsync(CancellationToken token)
        {
            var (current, etag, isLocal) = await CurrentAsync(table, change, token).ConfigureAwait(false);
            made = Limited(change) ?? change.Apply(current);
            if (made.Fault is not null)
            {
                made = (null, made.Fault == PlanFault.Unknown && book.Tables.Any(t => t.Last is null || t.IsOld) ? PlanFault.NotKnownNow : made.Fault);
                return true;
            }

            var plan = made.Plan!;
            var sent = PlanRow.From(plan, PlanKeys.Sent(id));
            sent.Put(Fingerprint, change.Fingerprint);
            var result = await table.Store.SubmitAsync(
                [
                    RowChange.Save(PlanRow.From(plan, PlanKeys.Plan(plan.Id)), isLocal ? etag : null),
                    RowChange.Add(sent),
                    RowChange.Add(new PlanAudit(plan.Changed, change.Action, change.By, change.Address, id, plan).ToRow()),
                ],
                token).ConfigureAwait(false);
            if (result.Outcome == SubmitOutcome.Done)
            {
                table.Wrote(plan, result.ETags[0]);
                book.Refresh();
                logger.Changed(change.By, plan.Id, change.Action.ToString(), id);
                return true;
            }

            // Another writer was faster, or the client library has sent this transaction twice, or the caller has.
            if (await SentBeforeAsync(table, id, change.Fingerprint, token).ConfigureAwait(false) is not { } done)
            {
                return false;
            }

            made = done;
            return true;
        }
    }

    /// <summary>The changes that were made, newest first.</summary>
    public async Task<IReadOnlyList<PlanAudit>> ChangesAsync(int max, CancellationToken cancellationToken)
    {
        var store = book.Own?.Store ?? throw new HistoryUnavailableException("No storage is configured for plans.");
        List<PlanAudit> changes = [];
        await foreach (var row in store.RowsAsync(PlanKeys.Changes with { PageSize = max }, cancellationToken).ConfigureAwait(false))
        {
            if (PlanAudit.Read(row) is { } change)
            {
                changes.Add(change);
            }

            if (changes.Count == max)
            {
                break;
            }
        }

        return changes;
    }

    private (Plan?, PlanFault?)? Limited(PlanChange change)
    {
        var now = time.GetUtcNow();
        return change.Action == PlanAction.Created && book.Plans.Count(plan => !plan.IsOver(now)) >= MaxPlans ? (null, PlanFault.TooMany) : null;
    }

    /// <summary>The newest revision that is known, be it of this table or of another region's.</summary>
    private async Task<(Plan? Plan, string? ETag, bool IsLocal)> CurrentAsync(PlanTable table, PlanChange change, CancellationToken cancellationToken)
    {
        if (change.Action == PlanAction.Created)
        {
            return (null, null, false);
        }

        var elsewhere = book.Tables.Where(t => t != table).Select(t => t.Last?.Find(change.PlanId)).OfType<Plan>().ToList();
        Plan? newest = null;
        string? etag = null;
        await foreach (var row in table.Store.RowsAsync(PlanKeys.Only(PlanKeys.Plan(change.PlanId)), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                (newest, etag) = (PlanRow.Read(row), row.ETag);
            }
            catch (InvalidDataException)
            {
                // A row that cannot be read stays as it is.
                return (null, null, false);
            }
        }

        var isLocal = newest is not null;
        foreach (var other in elsewhere)
        {
            newest = newest is null || other.IsNewerThan(newest) ? other : newest;
        }

        return (newest, etag, isLocal);
    }

    private static async Task<(Plan?, PlanFault?)?> SentBeforeAsync(PlanTable table, string id, string fingerprint, CancellationToken cancellationToken)
    {
        await foreach (var row in table.Store.RowsAsync(PlanKeys.Only(PlanKeys.Sent(id)), cancellationToken).ConfigureAwait(false))
        {
            return row.Text(Fingerprint) == fingerprint ? (PlanRow.Read(row), null) : (null, PlanFault.OtherRequest);
        }

        return null;
    }
}
