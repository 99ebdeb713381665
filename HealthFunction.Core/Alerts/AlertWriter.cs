using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HealthFunction.Alerts;

/// <summary>Writes a message in the format that the receiver accepts.</summary>
internal sealed class AlertWriter(AlertFormat format, Uri? link)
{
    // The message is not part of an HTML page, and a receiver's log is easier to read without \u0027.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ReadOnlyMemory<byte> Write(AlertMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var json = new Utf8JsonWriter(buffer, Options);
        switch (format)
        {
            case AlertFormat.Slack:
                SlackPayload.Write(json, message, link);
                break;
            case AlertFormat.Teams:
                TeamsPayload.Write(json, message, link);
                break;
            default:
                GenericPayload.Write(json, message, link);
                break;
        }

        json.Flush();
        return buffer.WrittenMemory;
    }
}
