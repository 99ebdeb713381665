namespace HealthFunction.Alerts;

internal enum DeliveryOutcome
{
    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Nobody answered in time, or the answer was one that time mends.</summary>
    Failed,

    /// <summary>The answer speaks of the URL and not of the message: somebody has to correct the setting or the receiver.</summary>
    Misdirected,

    /// <summary>The receiver does not take this message and never will.</summary>
    Refused,
}
