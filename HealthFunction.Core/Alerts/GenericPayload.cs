using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>For programs: the same members in every message, null if they do not apply. Members may be added.</summary>
internal static class GenericPayload
{
    public static void Write(Utf8JsonWriter json, AlertMessage message, Uri? link)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteString("kind", Kind(message));
        json.WriteString("incident", message.Incident);
        json.WriteString("source", message.Source);
        json.WriteString("status", VerdictText.Of(message.Status));
        json.WriteString("time", message.Time.UtcDateTime);
        json.WriteString("since", message.Since.UtcDateTime);
        if (message.Until is { } until)
        {
            json.WriteString("until", until.UtcDateTime);
        }
        else
        {
            json.WriteNull("until");
        }

        json.WriteNumber("durationSeconds", Math.Round(message.Duration.TotalSeconds, 3));
        json.WriteString("error", message.Error);
        json.WriteStartArray("failing");
        foreach (var check in message.Failing)
        {
            json.WriteStartObject();
            json.WriteString("check", check.Name);
            json.WriteString("status", VerdictText.Of(check.Verdict));
            json.WriteString("error", check.Error);
            if (check.Traits.Description is { } description)
            {
                json.WriteString("description", description);
            }

            if (check.Traits.Link is { } about)
            {
                json.WriteString("link", about.AbsoluteUri);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("failingCount", message.FailingCount);
        json.WriteString("text", AlertText.Line(message));
        json.WriteString("link", link?.AbsoluteUri);
        json.WriteEndObject();
    }

    private static string Kind(AlertMessage message) => (message.Subject, message.Kind) switch
    {
        (AlertSubject.Outage, AlertKind.Down) => "down",
        (AlertSubject.Outage, AlertKind.Reminder) => "reminder",
        (AlertSubject.Outage, _) => "resolved",
        (_, AlertKind.Down) => "degraded",
        (_, AlertKind.Reminder) => "degraded-reminder",
        _ => "degraded-resolved",
    };
}
