namespace HealthFunction.Alerts;

/// <summary>What became of one attempt.</summary>
/// <param name="Outcome">What it means.</param>
/// <param name="Failure">A public text; empty when it was delivered.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
internal sealed record Delivery(DeliveryOutcome Outcome, string Failure, TimeSpan? RetryAfter = null);
