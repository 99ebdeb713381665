namespace HealthFunction.Alerts;

/// <summary>An outage that was told and is not over.</summary>
/// <param name="Since">Its first failing run.</param>
/// <param name="Error">What it came from when it was told.</param>
/// <param name="Told">The run that last made a message of it.</param>
/// <param name="Reminders">How many reminders there were.</param>
internal sealed record Outage(DateTimeOffset Since, string? Error, DateTimeOffset Told, int Reminders);
