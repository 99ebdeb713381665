namespace HealthFunction.Alerts;

/// <summary>The result of one attempt.</summary>
/// <param name="Outcome">What it means.</param>
/// <param name="Failure">A public text; empty when the message was delivered.</param>
/// <param name="RetryAfter">How long the receiver asked to wait.</param>
internal sealed record Delivery(DeliveryOutcome Outcome, string Failure, TimeSpan? RetryAfter = null);

internal enum DeliveryOutcome
{
    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>No answer came in time, or the receiver reported an error that may pass.</summary>
    Failed,

    /// <summary>The answer concerns the URL and not the message: the setting or the receiver has to be corrected.</summary>
    Misdirected,

    /// <summary>The receiver rejects this message and always will.</summary>
    Refused,
}
