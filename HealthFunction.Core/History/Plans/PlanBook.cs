using HealthFunction.Checks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Plans;

/// <summary>
/// The plans that this instance knows: those of every table of the fleet. Only memory is read here, so that no request waits for storage.
/// </summary>
internal sealed class PlanBook(IReadOnlyList<PlanTable> tables, string source, TimeProvider time, ILogger<PlanBook> logger) : IDrainPlans
{
    private readonly Lock _lock = new();
    private IReadOnlyList<Plan> _plans = [];
    private IReadOnlyList<PlannedDrain> _drains = [];
    private string? _logged;
    private int _version;

    /// <summary>The app's own first, if storage is configured for it.</summary>
    public IReadOnlyList<PlanTable> Tables => tables;

    /// <summary>The app's own source.</summary>
    public string Source => source;

    /// <summary>The table that changes are written to; null if no storage is configured.</summary>
    public PlanTable? Own => tables.Count > 0 && tables[0].Source == source ? tables[0] : null;

    /// <summary>The newest revision of each plan, by id. Plans that are over are there for some days.</summary>
    public IReadOnlyList<Plan> Plans => Volatile.Read(ref _plans);

    /// <summary>Another number after each change: what was made of the plans is good while this stays the same.</summary>
    public int Version => Volatile.Read(ref _version);

    public DrainReason? Current
    {
        get
        {
            var drains = Volatile.Read(ref _drains);
            if (drains.Count == 0)
            {
                return null;
            }

            var now = time.GetUtcNow();
            foreach (var drain in drains)
            {
                if (drain.Plan.Holds(now))
                {
                    return drain.Reason;
                }
            }

            return null;
        }
    }

    public Plan? Find(string id) => Plans.FirstOrDefault(plan => plan.Id == id);

    /// <summary>The ids of the plans that this app obeys now or will obey.</summary>
    public IReadOnlySet<string> Obeyed()
    {
        var now = time.GetUtcNow();
        return Plans.Where(plan => plan.IsFor(source) && !plan.IsOver(now)).Select(plan => plan.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The sources of which an instance has said that it obeys the plan.</summary>
    public IReadOnlyList<string> ObeyedBy(string id) =>
        [.. tables.Where(table => table.Last?.Instances.Any(instance => instance.Plans.Contains(id)) == true).Select(table => table.Source)];

    /// <summary>Takes over what the tables hold. Call after one of them was read or written.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            Dictionary<string, Plan> newest = new(StringComparer.Ordinal);
            foreach (var (plan, _) in tables.SelectMany(table => table.Last?.Plans ?? []))
            {
                if (!newest.TryGetValue(plan.Id, out var known) || plan.IsNewerThan(known))
                {
                    newest[plan.Id] = plan;
                }
            }

            List<Plan> plans = [.. newest.Values.OrderBy(plan => plan.Id, StringComparer.Ordinal)];
            if (!plans.Select(Revision).SequenceEqual(_plans.Select(Revision)))
            {
                Volatile.Write(ref _drains, Drains(plans));
                Volatile.Write(ref _plans, plans);
                Interlocked.Increment(ref _version);
            }

            LogDrain();
        }

        static (string, int, DateTimeOffset) Revision(Plan plan) => (plan.Id, plan.Revision, plan.Changed);
    }

    private List<PlannedDrain> Drains(List<Plan> plans)
    {
        List<PlannedDrain> drains = [];
        foreach (var plan in plans.Where(p => p.Kind == PlanKind.Drain && p.IsFor(source)))
        {
            if (DrainReason.TryParse(plan.Text, out var reason))
            {
                drains.Add(new PlannedDrain(plan, reason));
            }
        }

        return drains;
    }

    private void LogDrain()
    {
        var reason = Current?.Text;
        if (reason == _logged)
        {
            return;
        }

        if (reason is null)
        {
            logger.InRotation();
        }
        else
        {
            logger.OutOfRotation(reason);
        }

        _logged = reason;
    }

    private sealed record PlannedDrain(Plan Plan, DrainReason Reason);
}
