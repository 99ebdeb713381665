namespace HealthFunction.History;

/// <summary>How many minutes of a span were in each state; the rest of the span has no data.</summary>
internal readonly record struct MinuteCounts(int Up, int Unknown, int Down)
{
    public int Recorded => Up + Unknown + Down;

    public static MinuteCounts operator +(MinuteCounts a, MinuteCounts b) => new(a.Up + b.Up, a.Unknown + b.Unknown, a.Down + b.Down);
}
