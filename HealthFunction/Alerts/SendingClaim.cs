namespace HealthFunction.Alerts;

/// <summary>Who sends what waits, and until when nobody else does.</summary>
internal sealed record SendingClaim(Guid Owner, DateTimeOffset Until);
