namespace HealthFunction.Alerts;

/// <summary><c>Health__Alerts__…</c>: which webhook is notified when the deployment goes down, and when.</summary>
internal sealed class AlertOptions
{
    /// <summary>Where alerts are posted to; null sends none. It is a secret: it is all that is needed to post there.</summary>
    public Uri? Webhook { get; set; }

    public AlertFormat Format { get; set; }

    /// <summary>How many failures in a row begin an outage.</summary>
    public int After { get; set; } = 3;

    /// <summary>How many successes in a row end an outage.</summary>
    public int ResolveAfter { get; set; } = 2;

    /// <summary>The time from the last message of an outage that continues to the next reminder; zero sends none.</summary>
    public TimeSpan Reminder { get; set; } = TimeSpan.FromHours(4);

    public AlertRule Rule => new(After, ResolveAfter, Reminder);

    /// <summary>When there are alerts about a degraded deployment; null sends none.</summary>
    public AlertRule? Degraded { get; set; }

    /// <summary>The address of the status page that messages link to.</summary>
    public Uri? Link { get; set; }
}

/// <summary>What the receiver of a webhook accepts.</summary>
internal enum AlertFormat
{
    /// <summary>This app's own JSON, for programs.</summary>
    Generic,

    /// <summary>A Slack incoming webhook.</summary>
    Slack,

    /// <summary>
    /// A Microsoft Teams workflow that posts what its webhook receives. The Office 365 connectors had another format and are
    /// retired.
    /// </summary>
    Teams,
}
