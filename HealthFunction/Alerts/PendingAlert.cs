namespace HealthFunction.Alerts;

/// <summary>A message on its way.</summary>
/// <param name="Message">What to tell.</param>
/// <param name="Queued">Since when it waits.</param>
/// <param name="Attempts">How often it was sent in vain.</param>
/// <param name="NotBefore">When it may be sent again; null before it was sent at all.</param>
internal sealed record PendingAlert(AlertMessage Message, DateTimeOffset Queued, int Attempts, DateTimeOffset? NotBefore);
