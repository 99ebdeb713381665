namespace HealthFunction.Alerts;

/// <summary>Runs in a row that speak for a change: failures while no outage is open, successes while one is.</summary>
internal sealed record Streak(int Runs, DateTimeOffset Since);
