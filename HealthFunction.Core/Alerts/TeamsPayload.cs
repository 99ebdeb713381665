using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>
/// For the Teams workflow that posts what its webhook receives: one Adaptive Card as an attachment. Text runs show text as it is,
/// whereas text blocks read it as Markdown.
/// </summary>
internal static class TeamsPayload
{
    /// <summary>Beside the status page; more than a row of buttons is not readable.</summary>
    private const int MaxLinks = 5;

    public static void Write(Utf8JsonWriter json, AlertMessage message, Uri? link)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteNull("contentUrl");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");

        // Shown in notifications and by clients that do not support cards.
        json.WriteString("fallbackText", AlertText.Line(message));
        json.WriteStartArray("body");
        Text(json, AlertText.Title(message), Colour(message));
        Text(json, AlertText.Summary(message));
        if (message.Kind == AlertKind.Resolved && message.Error is { } error)
        {
            Text(json, $"It was {error}");
        }

        foreach (var check in AlertText.Checks(message))
        {
            Text(json, check);
        }

        json.WriteEndArray();
        WriteLinks(json, message, link);

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <param name="json">The writer of the card.</param>
    /// <param name="text">Shown as it is.</param>
    /// <param name="colour">Shows the text as a title in this colour.</param>
    private static void Text(Utf8JsonWriter json, string text, string? colour = null)
    {
        json.WriteStartObject();
        json.WriteString("type", "RichTextBlock");
        json.WriteStartArray("inlines");
        json.WriteStartObject();
        json.WriteString("type", "TextRun");
        json.WriteString("text", text);
        if (colour is not null)
        {
            json.WriteString("size", "Large");
            json.WriteString("weight", "Bolder");
            json.WriteString("color", colour);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, AlertMessage message, Uri? link)
    {
        var ofChecks = message.Failing.Where(check => check.Traits.Link is not null).Take(MaxLinks).ToList();
        if (link is null && ofChecks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("actions");
        if (link is not null)
        {
            WriteLink(json, "Status page", link);
        }

        foreach (var check in ofChecks)
        {
            WriteLink(json, check.Name, check.Traits.Link!);
        }

        json.WriteEndArray();
    }

    private static void WriteLink(Utf8JsonWriter json, string title, Uri url)
    {
        json.WriteStartObject();
        json.WriteString("type", "Action.OpenUrl");
        json.WriteString("title", title);
        json.WriteString("url", url.AbsoluteUri);
        json.WriteEndObject();
    }

    private static string Colour(AlertMessage message) => message switch
    {
        { Kind: AlertKind.Resolved } => "Good",
        { Status: Verdict.Unknown } or { Subject: AlertSubject.Degraded } => "Warning",
        _ => "Attention",
    };
}
