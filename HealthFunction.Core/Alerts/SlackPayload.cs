using System.Text;
using System.Text.Json;

namespace HealthFunction.Alerts;

/// <summary>
/// For a Slack incoming webhook. Slack accepts 3,000 characters in a section's text and rejects a message with a longer one, so
/// lines that do not fit are left out.
/// </summary>
internal static class SlackPayload
{
    public const int MaxSection = 3000;

    private const int MaxLine = 300;
    private const int MaxText = 1000;

    /// <summary>Reserved for the line with the number of lines that were left out.</summary>
    private const int Reserve = 20;

    public static void Write(Utf8JsonWriter json, AlertMessage message, Uri? link)
    {
        json.WriteStartObject();

        // Shown in notifications and by clients that do not support blocks.
        json.WriteString("text", Escape(AlertText.Line(message), MaxText));
        json.WriteStartArray("blocks");
        Section(json, $"*{Escape(AlertText.Title(message))}*\n{Escape(AlertText.Summary(message))}");
        if (message.Kind == AlertKind.Resolved && message.Error is { } error)
        {
            Section(json, $"It was {Escape(error)}");
        }

        if (message.Failing.Count > 0)
        {
            Section(json, Lines(message));
        }

        if (link is not null)
        {
            Section(json, Link(link, "Status page"));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Escapes the three characters that are special in Slack: unescaped, a name could mention a whole channel.</summary>
    private static string Escape(string text, int maxLength = MaxLine)
    {
        if (text.Length > maxLength)
        {
            var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
            text = text[..end] + "…";
        }

        return text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
    }

    private static string Link(Uri url, string text) =>
        $"<{Escape(url.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal), MaxText)}|{Escape(text)}>";

    private static string Lines(AlertMessage message)
    {
        var text = new StringBuilder();
        var shown = 0;
        foreach (var check in message.Failing)
        {
            var about = check.Traits.Link is { } url ? $" {Link(url, url.Host)}" : "";
            var line = $"• {Escape(AlertText.Check(check))}{about}\n";
            if (text.Length + line.Length + Reserve > MaxSection)
            {
                break;
            }

            text.Append(line);
            shown++;
        }

        return shown < message.FailingCount
            ? text.Append(AlertText.More(message.FailingCount - shown)).ToString()
            : text.ToString().TrimEnd('\n');
    }

    private static void Section(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartObject("text");
        json.WriteString("type", "mrkdwn");
        json.WriteString("text", text);

        // Otherwise Slack looks for channels, people and URLs in the text.
        json.WriteBoolean("verbatim", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
