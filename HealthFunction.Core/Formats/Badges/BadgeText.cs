namespace HealthFunction.Formats.Badges;

/// <summary>
/// The width of text in the badges' font (Verdana, 11 px), in tenths of a pixel. The badge's <c>textLength</c> squeezes or stretches
/// other fonts to it, so that the text fits its box with any font.
/// </summary>
internal static class BadgeText
{
    /// <summary>The width of characters that are not in the table: that of the widest letters.</summary>
    private const int Unknown = 110;

    public static int Width(string text) => text.Sum(Width);

    private static int Width(char c) => c switch
    {
        ' ' => 39,
        'i' or 'j' or 'l' or '\'' => 32,
        '.' or ',' => 40,
        '-' or '(' or ')' or '[' or ']' or ':' or ';' or '/' or '|' or '!' or 'f' or 't' or 'r' or 'I' => 48,
        'm' => 107,
        'w' => 90,
        'M' or 'W' or '%' => 118,
        'k' or 's' or 'c' or 'v' or 'x' or 'y' or 'z' or 'J' => 65,
        >= 'a' and <= 'z' => 70,
        >= '0' and <= '9' => 70,
        '_' => 70,
        'E' or 'F' or 'L' or 'P' or 'S' or 'T' => 76,
        >= 'A' and <= 'Z' => 87,
        _ => Unknown,
    };
}
