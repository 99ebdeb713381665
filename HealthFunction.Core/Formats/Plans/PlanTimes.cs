namespace HealthFunction.Formats.Plans;

/// <summary>The beginning and the end of a plan, as far as several kinds have them.</summary>
internal static class PlanTimes
{
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(400);

    private static readonly TimeSpan MinLength = TimeSpan.FromMinutes(1);

    /// <summary>The end that <c>until</c> or <c>length</c> gives; null if there is neither.</summary>
    public static DateTimeOffset? Until(BodyReader body, DateTimeOffset from, TimeSpan maxLength)
    {
        var until = body.Time("until");
        if (body.Duration("length", MinLength, maxLength) is not { } length)
        {
            return until;
        }

        if (until is not null)
        {
            body.Refuse("length", "Either until or length is given.");
        }

        return from + length;
    }

    public static void Check(BodyReader body, DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now)
    {
        if (from > now + MaxAhead)
        {
            body.Refuse("from", $"from accepts a time at most {MaxAhead.Days} days ahead.");
        }

        if (until <= from || until <= now)
        {
            body.Refuse("until", "until accepts a time in the future and after from.");
        }

        if (until > now + (2 * MaxAhead))
        {
            body.Refuse("until", $"until accepts a time at most {2 * MaxAhead.Days} days ahead.");
        }
    }
}
