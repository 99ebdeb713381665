using System.Globalization;

namespace HealthFunction.History.Uptime;

/// <summary>A length of time such as 24h or 90d, up to now.</summary>
internal sealed record Period(string Name, TimeSpan Length)
{
    /// <summary>As long as day rows are kept by default.</summary>
    public const int MaxDays = 400;

    public static IReadOnlyList<Period> Usual { get; } = [Hours(24), Days(7), Days(30), Days(90), Days(365)];

    public static Period? TryParse(string text)
    {
        if (text.Length is < 2 or > 5
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0)
        {
            return null;
        }

        return char.ToLowerInvariant(text[^1]) switch
        {
            'h' when number <= MaxDays * 24 => Hours(number),
            'd' when number <= MaxDays => Days(number),
            _ => null,
        };
    }

    private static Period Hours(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{number}h"), TimeSpan.FromHours(number));

    private static Period Days(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{number}d"), TimeSpan.FromDays(number));
}
