using System.Text.Json;

namespace HealthFunction.SelfHost.Settings;

/// <summary>A JSON file beside the binary, read as people write it: comments and trailing commas are let through.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Tolerant = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <returns>The file's object, or null where there is no such file.</returns>
    /// <exception cref="StartupException">The file cannot be read or is no JSON object.</exception>
    public static JsonElement? Read(string path)
    {
        // Asked first: a published app has no local settings, and an exception's text costs a cold start ten milliseconds.
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path}: {fault.Message}", innerException: fault);
        }

        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(text), Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new StartupException($"{path}: it takes a JSON object.");
        }
        catch (JsonException fault)
        {
            var message = fault.Message.Split(" LineNumber:")[0];
            throw new StartupException($"{path}({fault.LineNumber + 1},{fault.BytePositionInLine + 1}): {message}", innerException: fault);
        }
    }

    /// <summary>The values of an object as configuration holds them: names joined by colons, values as text.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Flatten(JsonElement value, string name)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Flatten(member.Value, $"{name}:{member.Name}")),
            JsonValueKind.Array => value.EnumerateArray().SelectMany((member, index) => Flatten(member, $"{name}:{index}")),
            JsonValueKind.Null => [],
            _ => [new(name, value.ToString())],
        };
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] text) =>
        text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsMemory(3) : text;
}
