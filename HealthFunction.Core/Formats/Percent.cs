namespace HealthFunction.Formats;

/// <summary>
/// Shares as per cent. For people they are rounded down, so that only a whole is shown as 100 %; programs get all digits.
/// </summary>
internal static class Percent
{
    /// <summary>How far the double of a share may be below the share.</summary>
    private const double MaxError = 1e-6;

    /// <summary>To two decimals.</summary>
    public static double Uptime(double share) => RoundDown(share, 100);

    /// <summary>To whole numbers, and to one decimal from 99 on.</summary>
    public static double Coverage(double share) => RoundDown(share, share < 0.99 ? 1 : 10);

    /// <summary>To whole numbers.</summary>
    public static double Whole(double share) => RoundDown(share, 1);

    /// <summary>To five decimals: a minute of 400 days is 0.00017 per cent, so no lost minute is rounded away.</summary>
    public static decimal Exact(double share) => Math.Round((decimal)share * 100, 5);

    private static double RoundDown(double share, int fractions) => Math.Floor((share * 100 * fractions) + MaxError) / fractions;
}
