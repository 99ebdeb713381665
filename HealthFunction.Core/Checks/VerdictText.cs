namespace HealthFunction.Checks;

/// <summary>The words for a verdict.</summary>
internal static class VerdictText
{
    /// <summary>In answers, rows and messages.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Up => "UP",
        Verdict.Down => "DOWN",
        _ => "UNKNOWN",
    };

    /// <summary>In telemetry and badges.</summary>
    public static string LowerOf(Verdict verdict) => verdict switch
    {
        Verdict.Up => "up",
        Verdict.Down => "down",
        _ => "unknown",
    };

    /// <summary>Reads a verdict in either letter case; null when the text is none.</summary>
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
