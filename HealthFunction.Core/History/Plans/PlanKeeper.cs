using System.Security.Cryptography;
using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>
/// Keeps the own table in order, beside its readings: says what this instance obeys, takes over what was changed in another region's
/// table, and puts away plans that are over. What does not succeed is tried again after the next reading.
/// </summary>
internal sealed class PlanKeeper(PlanBook book, TimeProvider time)
{
    /// <summary>How long a plan that is over stays among the current ones.</summary>
    public static readonly TimeSpan KeptCurrent = TimeSpan.FromDays(7);

    /// <summary>How many rows are put in order after one reading.</summary>
    private const int MaxAtOnce = 20;

    private readonly string _key = PlanKeys.Instance(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
    private Obeying? _said;

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (book.Own is not { Last: { } own } table)
        {
            return;
        }

        try
        {
            await SayAsync(table, own, cancellationToken).ConfigureAwait(false);
            foreach (var changes in own.Plans.Select(p => ChangesOf(p.Plan, p.ETag, table)).Where(c => c.Count > 0).Take(MaxAtOnce))
            {
                // Another instance may have done it already.
                await table.Store.SubmitAsync(changes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Plans are obeyed all the same, and the reading of the same table reports what lasts.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task SayAsync(PlanTable table, PlanReading own, CancellationToken cancellationToken)
    {
        var (obeyed, now) = (book.Obeyed(), time.GetUtcNow());
        var isRead = own.Instances.FirstOrDefault(i => i.Key == _key);
        if (_said is null ? obeyed.Count == 0 : obeyed.SetEquals(_said.Plans) && isRead is not null && (now - _said.At < Obeying.Repeated || obeyed.Count == 0))
        {
            return;
        }

        var saying = new Obeying(_key, now, obeyed);
        List<RowChange> changes = [RowChange.Put(saying.ToRow())];
        changes.AddRange(own.Instances.Where(i => i.Key != _key && now - i.At > Obeying.Gone).Take(MaxAtOnce).Select(i => RowChange.Delete(i.Key)));
        if ((await table.Store.SubmitAsync(changes, cancellationToken).ConfigureAwait(false)).Outcome == SubmitOutcome.Done)
        {
            _said = saying;
        }
    }

    private List<RowChange> ChangesOf(Plan plan, string? etag, PlanTable table)
    {
        var newest = book.Find(plan.Id) ?? plan;
        var last = newest.End > newest.Changed ? newest.End.Value : newest.Changed;
        var isOld = newest.IsOver(time.GetUtcNow()) && time.GetUtcNow() - last > KeptCurrent;
        if (etag is null)
        {
            return [];
        }

        if (plan.Home != table.Source)
        {
            // A change for another region. It may go when that region has it, or has put the plan away.
            var home = book.Tables.FirstOrDefault(t => t.Source == plan.Home);
            return home is { IsOld: false, Last: { } there } && (there.Find(plan.Id) is { } taken ? !plan.IsNewerThan(taken) : isOld)
                ? [RowChange.Delete(PlanKeys.Plan(plan.Id), etag)]
                : [];
        }

        if (isOld)
        {
            return [RowChange.Delete(PlanKeys.Plan(plan.Id), etag), RowChange.Put(PlanRow.From(newest, PlanKeys.PastPlan(plan.Id)))];
        }

        return newest.IsNewerThan(plan) ? [RowChange.Save(PlanRow.From(newest, PlanKeys.Plan(plan.Id)), etag)] : [];
    }
}
