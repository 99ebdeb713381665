namespace HealthFunction.Alerts;

/// <summary><c>Health__Alerts__…</c>: who is told when the deployment goes down, and when.</summary>
internal sealed class AlertOptions
{
    /// <summary>Where alerts are posted to; null sends none. Whoever knows it can post as well, so it is a secret.</summary>
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
