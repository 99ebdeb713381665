using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>The body of a PATCH: another end of a drain or a maintenance, or a further text of a note.</summary>
internal sealed record PlanPatch(DateTimeOffset? Until, NoteState? State, string? Text)
{
    /// <returns>Null if the reader has a fault.</returns>
    public static PlanPatch? Read(BodyReader body, DateTimeOffset now)
    {
        var patch = new PlanPatch(body.Time("until"), body.Choice<NoteState>("state"), body.Text("text", Plan.MaxText));
        if (patch.Until is { } until && (until <= now || until > now + (2 * PlanTimes.MaxAhead)))
        {
            body.Refuse("until", $"until accepts a time in the future, at most {2 * PlanTimes.MaxAhead.Days} days ahead.");
        }

        if (patch is { Until: null, Text: null })
        {
            body.Refuse("until", "A change has another end of a drain or a maintenance (until), or a further text of a note (text, and its state).");
        }

        body.RefuseOthers();
        return body.Fault is null ? patch : null;
    }

    public (Plan? Plan, PlanFault? Fault) Apply(Plan? plan, DateTimeOffset now) => plan switch
    {
        null => (null, PlanFault.Unknown),
        _ when !Suits(plan.Kind) => (null, PlanFault.NotOfItsKind),
        _ when plan.Ended is not null || plan.Until <= now => (null, PlanFault.Over),
        { Kind: PlanKind.Note, Entries.Count: Plan.MaxEntries } => (null, PlanFault.TooMany),
        { Kind: PlanKind.Note, State: { } last } => (Next(plan, now) with { Entries = [.. plan.Entries, new NoteEntry(now, State ?? last, Text!)] }, null),
        _ when Until <= plan.From => (null, PlanFault.WrongEnd),
        { Kind: PlanKind.Maintenance, Recurs: null } when Until - plan.From > MaintenanceWindow.MaxLength => (null, PlanFault.WrongEnd),
        _ => (Next(plan, now) with { Until = Until }, null),
    };

    private bool Suits(PlanKind kind) => kind switch
    {
        PlanKind.Note => Until is null && Text is not null,
        PlanKind.Marking => false,
        _ => Until is not null && Text is null && State is null,
    };

    /// <summary>Ends a plan now.</summary>
    public static (Plan? Plan, PlanFault? Fault) End(Plan? plan, DateTimeOffset now) => plan switch
    {
        null => (null, PlanFault.Unknown),
        { Ended: not null } => (null, PlanFault.Over),
        _ => (Next(plan, now) with { Ended = now }, null),
    };

    private static Plan Next(Plan plan, DateTimeOffset now) => plan with { Revision = plan.Revision + 1, Changed = now };
}
