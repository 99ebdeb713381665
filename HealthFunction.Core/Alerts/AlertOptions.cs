namespace HealthFunction.Alerts;

/// <summary><c>Health__Alerts__…</c>: which webhook is notified when the deployment goes down, and when.</summary>
internal sealed class AlertOptions
{
    /// <summary>Where alerts are posted to; null sends none. It is a secret: who knows it can post as well.</summary>
    public Uri? Webhook { get; set; }

    public AlertFormat Format { get; set; }

    /// <summary>The failures in a row that make an outage.</summary>
    public int After { get; set; } = 3;

    /// <summary>The successes in a row that end one.</summary>
    public int ResolveAfter { get; set; } = 2;

    /// <summary>How long after the last message of an outage that goes on there is another; zero sends none.</summary>
    public TimeSpan Reminder { get; set; } = TimeSpan.FromHours(4);

    /// <summary>The status page, as messages link to it.</summary>
    public Uri? Link { get; set; }
}

/// <summary>What the receiver of a webhook accepts.</summary>
internal enum AlertFormat
{
    /// <summary>This app's own JSON, for programs.</summary>
    Generic,

    /// <summary>A Slack incoming webhook.</summary>
    Slack,

    /// <summary>A Microsoft Teams workflow that posts what its webhook receives; the Office 365 connectors took another format and are retired.</summary>
    Teams,
}
