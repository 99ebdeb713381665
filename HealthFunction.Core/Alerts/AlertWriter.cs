using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>Writes a message in the format that the receiver accepts.</summary>
/// <param name="format">What the receiver accepts.</param>
/// <param name="link">The status page.</param>
/// <param name="traits">What the settings say of the checks.</param>
internal sealed class AlertWriter(AlertFormat format, Uri? link, CheckTraitsBook? traits = null)
{
    // The message is not part of an HTML page, and a receiver's log is easier to read without \u0027.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ReadOnlyMemory<byte> Write(AlertMessage message)
    {
        if (traits is not null)
        {
            message = message with { Failing = [.. message.Failing.Select(check => check with { Traits = traits.Of(check.Name) })] };
        }

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
