using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>What a new marking has: a time that is over. A later one is a maintenance.</summary>
internal static class MarkingDraft
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(400);

    public static Plan Read(BodyReader body, Plan plan, DateTimeOffset now)
    {
        if (body.Time("from") is not { } from)
        {
            body.Refuse("from", "from is missing.");
            return plan;
        }

        if (body.Time("until") is not { } until)
        {
            body.Refuse("until", "until is missing.");
            return plan;
        }

        if (from < now - MaxAge)
        {
            body.Refuse("from", $"from accepts a time at most {MaxAge.Days} days ago.");
        }

        if (until <= from || until > now || until - from > MaintenanceWindow.MaxLength)
        {
            body.Refuse("until", $"until accepts a time in the past, after from, at most {MaintenanceWindow.MaxLength.Days} days after it.");
        }

        return plan with { From = from, Until = until, Checks = PlanDraft.Checks(body) };
    }
}
