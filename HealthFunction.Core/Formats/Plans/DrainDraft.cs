using HealthFunction.Checks;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>What a new drain has: a reason, a beginning, and mostly an end.</summary>
internal static class DrainDraft
{
    private static readonly TimeSpan MaxLength = TimeSpan.FromDays(30);

    public static Plan Read(BodyReader body, Plan plan, DateTimeOffset now)
    {
        var from = body.Time("from") ?? now;
        var until = PlanTimes.Until(body, from, MaxLength);
        PlanTimes.Check(body, from, until, now);
        return plan with { From = from, Until = until };
    }

    public static string Reason(BodyReader body)
    {
        if (body.Text("reason", DrainReason.MaxLength) is { } text && DrainReason.TryParse(text, out var reason))
        {
            return reason.Text;
        }

        body.Refuse("reason", $"reason accepts a reason for everybody to read, {DrainReason.Form}.");
        return "";
    }
}
