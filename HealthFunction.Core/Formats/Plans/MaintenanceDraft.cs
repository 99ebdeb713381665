using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>What a new maintenance has: one window, or windows that recur.</summary>
internal static class MaintenanceDraft
{
    public static Plan Read(BodyReader body, Plan plan, DateTimeOffset now)
    {
        plan = plan with { Checks = PlanDraft.Checks(body) };
        return body.Has("cron") ? Recurring(body, plan, now) : Once(body, plan, now);
    }

    private static Plan Once(BodyReader body, Plan plan, DateTimeOffset now)
    {
        var from = body.Time("from") ?? now;
        var until = PlanTimes.Until(body, from, MaintenanceWindow.MaxLength);
        if (until is null)
        {
            body.Refuse("until", "until is missing; a maintenance has an end or a length (until or length).");
        }
        else if (until - from > MaintenanceWindow.MaxLength)
        {
            body.Refuse("until", $"until accepts a time at most {MaintenanceWindow.MaxLength.Days} days after from.");
        }

        PlanTimes.Check(body, from, until, now);
        return plan with { From = from, Until = until };
    }

    private static Plan Recurring(BodyReader body, Plan plan, DateTimeOffset now)
    {
        var (from, until) = (body.Time("from") ?? now, body.Time("until"));
        PlanTimes.Check(body, from, until, now);
        var cron = body.Text("cron", Recurrence.MaxExpressionLength);
        if (cron is null || !Recurrence.TryParse(cron, out _))
        {
            body.Refuse("cron", "cron accepts an expression of five fields: minute, hour, day of the month, month, day of the week, such as 0 2 * * SUN.");
        }

        var zone = body.Text("timeZone", Recurrence.MaxExpressionLength);
        if (zone is null || !Recurrence.TryFind(zone, out _))
        {
            body.Refuse("timeZone", "timeZone accepts a name of the time zone database, such as Europe/Berlin or UTC.");
        }

        if (body.Duration("length", Recurrence.MinLength, MaintenanceWindow.MaxLength) is not { } length)
        {
            body.Refuse("length", "length is missing; it accepts a duration as hh:mm:ss.");
            return plan;
        }

        if (body.Fault is not null)
        {
            return plan;
        }

        plan = plan with { From = from, Until = until, Recurs = new Recurrence(cron!, zone!, length) };
        if (plan.Recurs.Between(now, now + MaintenanceCalendar.Ahead, MaintenanceCalendar.MaxWindows).Count() == MaintenanceCalendar.MaxWindows)
        {
            body.Refuse("cron", "cron accepts an expression of at most about one time an hour.");
        }

        return plan;
    }
}
