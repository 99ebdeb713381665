using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>What one table held when it was read last.</summary>
/// <param name="At">When the reading began.</param>
/// <param name="Plans">Each with the version of its row.</param>
/// <param name="Instances">What the instances of the source obey.</param>
/// <param name="Damaged">The keys of rows that cannot be read.</param>
internal sealed record PlanReading(
    DateTimeOffset At, IReadOnlyList<(Plan Plan, string? ETag)> Plans, IReadOnlyList<Obeying> Instances, IReadOnlyList<string> Damaged)
{
    public static async Task<PlanReading> ReadAsync(HistoryStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(Plan, string?)> plans = [];
        List<Obeying> instances = [];
        List<string> damaged = [];
        await foreach (var row in store.RowsAsync(PlanKeys.Current, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (PlanKeys.IsInstance(row.Key))
                {
                    instances.Add(Obeying.Read(row));
                }
                else if (PlanRow.Read(row) is var plan && PlanKeys.Plan(plan.Id) == row.Key)
                {
                    plans.Add((plan, row.ETag));
                }
                else
                {
                    damaged.Add(row.Key);
                }
            }
            catch (InvalidDataException)
            {
                damaged.Add(row.Key);
            }
        }

        return new PlanReading(now, plans, instances, damaged);
    }

    public Plan? Find(string id) => Plans.FirstOrDefault(p => p.Plan.Id == id).Plan;

    /// <summary>As it will be read after this plan was written.</summary>
    public PlanReading With(Plan plan, string? etag) => this with { Plans = [.. Plans.Where(p => p.Plan.Id != plan.Id), (plan, etag)] };
}
