using HealthFunction.Checks;

namespace HealthFunction.Formats;

internal static class VerdictText
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Up => "UP",
        Verdict.Down => "DOWN",
        _ => "UNKNOWN",
    };
}
