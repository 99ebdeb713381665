namespace HealthFunction.Alerts;

/// <summary>What became of one attempt.</summary>
/// <param name="Outcome">What it means.</param>
/// <param name="Failure">A public text; empty when it was delivered.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
internal sealed record Delivery(DeliveryOutcome Outcome, string Failure, TimeSpan? RetryAfter = null);

internal enum DeliveryOutcome
{
    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>No answer came in time, or it was one that time mends.</summary>
    Failed,

    /// <summary>The answer speaks of the URL and not of the message: the setting or the receiver has to be corrected.</summary>
    Misdirected,

    /// <summary>The receiver does not accept this message and never will.</summary>
    Refused,
}
