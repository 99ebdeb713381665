using HealthFunction.Checks;

namespace HealthFunction.Formats.Badges;

/// <summary>Background colours with a contrast of at least 4.5 to white text (WCAG 2, AA).</summary>
internal static class BadgeColour
{
    public const string Text = "#ffffff";
    public const string Label = "#3d444d";
    public const string Good = "#1a7f37";
    public const string Fair = "#8a5d00";
    public const string Bad = "#c4202c";
    public const string Planned = "#0a5cc2";
    public const string None = "#59636e";

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Up => Good,
        Verdict.Down => Bad,
        _ => Fair,
    };

    public static string OfUptime(double? share) => share switch
    {
        null => None,
        >= 0.999 => Good,
        >= 0.99 => Fair,
        _ => Bad,
    };
}
