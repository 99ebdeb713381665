namespace HealthFunction.History.Days;

/// <summary>How many minutes of a span were in each state; the remaining minutes have no data.</summary>
/// <param name="Up">UP.</param>
/// <param name="Unknown">UNKNOWN and not planned.</param>
/// <param name="Down">DOWN and not planned.</param>
/// <param name="Planned">DOWN or UNKNOWN, and planned.</param>
/// <param name="Degraded">How many of the UP ones were degraded.</param>
internal readonly record struct MinuteCounts(int Up, int Unknown, int Down, int Planned = 0, int Degraded = 0)
{
    public int Recorded => Up + Unknown + Down + Planned;

    public static MinuteCounts operator +(MinuteCounts a, MinuteCounts b) =>
        new(a.Up + b.Up, a.Unknown + b.Unknown, a.Down + b.Down, a.Planned + b.Planned, a.Degraded + b.Degraded);
}
