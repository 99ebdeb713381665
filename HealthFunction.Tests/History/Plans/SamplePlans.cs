using HealthFunction.History.Plans;

namespace HealthFunction.Tests.History.Plans;

internal static class SamplePlans
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Plan Drain(string? source = null, DateTimeOffset? until = null, string home = "test", DateTimeOffset? created = null)
    {
        var at = created ?? Noon;
        return new Plan { Id = PlanKeys.NewId(at), Kind = PlanKind.Drain, Home = home, Source = source, Text = "upgrade", From = at, Until = until, Created = at, Changed = at };
    }

    public static Plan Maintenance(DateTimeOffset from, DateTimeOffset? until, Recurrence? recurs = null, params string[] checks) =>
        Drain() with { Kind = PlanKind.Maintenance, Text = "disks", From = from, Until = until, Recurs = recurs, Checks = checks };

    public static Plan Note(string text, NoteState state = NoteState.Investigating) =>
        Drain() with { Kind = PlanKind.Note, Text = text, Entries = [new NoteEntry(Noon, state, text)] };

    public static Plan Changed(Plan plan, Func<Plan, Plan> change) => change(plan) with { Revision = plan.Revision + 1, Changed = plan.Changed.AddMinutes(1) };
}
