namespace HealthFunction.Checks;

/// <summary>The words for a verdict.</summary>
internal static class VerdictText
{
    /// <summary>As answers, rows and messages have it.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Up => "UP",
        Verdict.Down => "DOWN",
        _ => "UNKNOWN",
    };

    /// <summary>As telemetry and badges have it.</summary>
    public static string LowerOf(Verdict verdict) => verdict switch
    {
        Verdict.Up => "up",
        Verdict.Down => "down",
        _ => "unknown",
    };

    /// <summary>The verdict of a word in either letter case; null when it is no such word.</summary>
    public static Verdict? TryRead(string? text)
    {
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            if (Of(verdict).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return verdict;
            }
        }

        return null;
    }
}
