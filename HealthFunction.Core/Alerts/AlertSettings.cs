using HealthFunction.Settings;

namespace HealthFunction.Alerts;

/// <summary>Reads <c>Health__Alerts__…</c>. The webhook's value is never repeated in a fault: the URL is the secret.</summary>
internal static class AlertSettings
{
    private const int MaxRuns = 1000;

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
        options.Degraded = ReadDegraded(section);
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
        else if (WebAddress.TryRead(webhook) is { } url && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback))
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
            options.Link = WebAddress.TryReadLink(link);
            if (options.Link is null)
            {
                section.Child("Link").Fault($"is no URL that a message can link to (what it holds is not shown); {WebAddress.LinkForm}");
            }
        }

        return options;
    }

    /// <summary>A degraded deployment serves: it is reported later than an outage, and less often.</summary>
    private static AlertRule? ReadDegraded(SettingsSection section)
    {
        var isOn = section.Flag("OnDegraded");
        var (after, resolveAfter) = (section.Number("DegradedAfter", 1, MaxRuns), section.Number("DegradedResolveAfter", 1, MaxRuns));
        var reminder = section.Duration("DegradedReminder", TimeSpan.Zero, MaxReminder);
        if (isOn == true)
        {
            return new AlertRule(after ?? 10, resolveAfter ?? 5, reminder ?? TimeSpan.FromDays(1));
        }

        foreach (var (key, isSet) in new[] { ("DegradedAfter", after is not null), ("DegradedResolveAfter", resolveAfter is not null), ("DegradedReminder", reminder is not null) })
        {
            if (isSet)
            {
                section.Child(key).Fault($"is set, and no alert is sent about a degraded deployment; it needs {section.Name}__OnDegraded=true.");
            }
        }

        return null;
    }
}
