using HealthFunction.Settings;

namespace HealthFunction.Alerts;

/// <summary>Reads <c>Health__Alerts__…</c>. The webhook's value is never repeated in a fault: the URL is the secret.</summary>
internal static class AlertSettings
{
    private const int MaxRuns = 1000;

    /// <summary>Short enough to fit into a section of a Slack message, however it is escaped.</summary>
    private const int MaxLinkLength = 500;

    private const string WebhookForm = "it accepts an absolute https URL without user name and password, or an http one of this machine.";

    private static readonly TimeSpan MaxReminder = TimeSpan.FromDays(7);

    public static AlertOptions Read(SettingsSection health)
    {
        var section = health.Child("Alerts");
        var options = new AlertOptions();
        var webhook = section.Text("Webhook");
        options.Format = section.Choice<AlertFormat>("Format") ?? options.Format;
        options.After = section.Number("After", 1, MaxRuns) ?? options.After;
        options.ResolveAfter = section.Number("ResolveAfter", 1, MaxRuns) ?? options.ResolveAfter;
        options.Reminder = section.Duration("Reminder", TimeSpan.Zero, MaxReminder) ?? options.Reminder;
        var link = section.Text("Link");
        section.RefuseUnknownKeys();

        if (webhook is null)
        {
            // For example a secret reference that resolved to nothing. The operator believes that alerts are sent.
            if (section.IsSet)
            {
                section.Child("Webhook").Fault($"is empty while {section.Name} is set; {WebhookForm}");
            }
        }
        else if (WebUrl(webhook) is { } url && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback))
        {
            options.Webhook = url;
            section.Hide(WebhookSecrets.Of(url));
        }
        else
        {
            section.Child("Webhook").Fault($"is no URL that alerts can be sent to (what it holds is not shown); {WebhookForm}");
        }

        if (link is not null)
        {
            options.Link = link.Length <= MaxLinkLength ? WebUrl(link) : null;
            if (options.Link is null)
            {
                section.Child("Link").Fault(
                    $"is no URL that a message can link to (what it holds is not shown); it accepts an absolute http or https URL of at most {MaxLinkLength} characters without user name and password.");
            }
        }

        return options;
    }

    private static Uri? WebUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && url.Host.Length > 0
            ? url
            : null;
}
