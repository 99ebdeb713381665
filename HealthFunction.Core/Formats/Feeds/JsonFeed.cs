using System.Buffers;
using System.Text.Json;

namespace HealthFunction.Formats.Feeds;

/// <summary>JSON Feed 1.1.</summary>
internal static class JsonFeed
{
    public const string ContentType = "application/feed+json; charset=utf-8";

    public static byte[] Write(Feed feed)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", feed.Title);
            json.WriteString("language", "en");
            json.WriteStartArray("items");
            foreach (var entry in feed.Entries)
            {
                json.WriteStartObject();
                json.WriteString("id", entry.Id);
                json.WriteString("title", entry.Title);
                json.WriteString("content_text", entry.Text);
                json.WriteString("date_published", IsoTime.Of(entry.Published));
                json.WriteString("date_modified", IsoTime.Of(entry.Updated));
                json.WriteStartArray("tags");
                json.WriteStringValue(entry.Kind);
                if (entry.Source is not null)
                {
                    json.WriteStringValue(entry.Source);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
