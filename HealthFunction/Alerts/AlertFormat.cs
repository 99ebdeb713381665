namespace HealthFunction.Alerts;

/// <summary>What the receiver of a webhook takes.</summary>
internal enum AlertFormat
{
    /// <summary>This app's own JSON, for programs.</summary>
    Generic,

    /// <summary>A Slack incoming webhook.</summary>
    Slack,

    /// <summary>A Microsoft Teams workflow that posts what its webhook receives; the Office 365 connectors took another format and are retired.</summary>
    Teams,
}
