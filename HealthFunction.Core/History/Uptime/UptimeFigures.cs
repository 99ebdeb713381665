using HealthFunction.History.Days;

namespace HealthFunction.History.Uptime;

/// <summary>What is known of one series in one window. Every minute of the window is in exactly one of the five counts.</summary>
internal sealed record UptimeFigures
{
    public required MinuteCounts Counts { get; init; }

    /// <summary>Minutes without data.</summary>
    public required int Missing { get; init; }

    /// <summary>The first minute of the window with data; null when there is none.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Latencies of the UP results of every day that the window touches; days are not cut.</summary>
    public required LatencyHistogram Latency { get; init; }

    /// <summary>The incidents that overlap the window, newest first; an incident that began before it keeps its own start.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    public int Total => Counts.Recorded + Missing;

    /// <summary>The minutes that shares are computed over: all but the planned ones.</summary>
    public int Counted => Total - Counts.Planned;

    public bool HasNoData => Counts.Recorded == 0;

    /// <summary>The share of UP in the minutes known to be UP or DOWN; null when there is no such minute.</summary>
    public double? Estimate => Counts.Up + Counts.Down is var known and > 0 ? (double)Counts.Up / known : null;

    /// <summary>The share if every unknown minute was DOWN; null without data or if all minutes were planned.</summary>
    public double? LowerBound => HasNoData ? null : ShareOf(Counts.Up);

    /// <summary>The share if every unknown minute was UP; null without data or if all minutes were planned.</summary>
    public double? UpperBound => HasNoData ? null : ShareOf(Counted - Counts.Down);

    /// <summary>The share of minutes known to be UP or DOWN; null if all minutes were planned.</summary>
    public double? Coverage => ShareOf(Counts.Up + Counts.Down);

    /// <summary>The share of degraded minutes in the minutes known to be UP or DOWN; null when there is no such minute.</summary>
    public double? DegradedShare => Counts.Up + Counts.Down is var known and > 0 ? (double)Counts.Degraded / known : null;

    private double? ShareOf(int minutes) => Counted == 0 ? null : (double)minutes / Counted;
}
