namespace HealthFunction.Alerts;

/// <summary>How many runs in a row open and close an outage, and how often one that goes on is told again (zero: never).</summary>
internal sealed record AlertRule(int After, int ResolveAfter, TimeSpan Reminder);
