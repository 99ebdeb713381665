using System.Globalization;
using System.Text.Json;

namespace HealthFunction.Probes.Endpoints;

/// <summary>A place in a JSON document, given by a pointer (RFC 6901), and the value that is expected there.</summary>
internal sealed class ExpectedJson
{
    private readonly string[] _path;
    private readonly string _text;
    private readonly JsonElement? _value;

    private ExpectedJson(string[] path, string text)
    {
        _path = path;
        _text = text;
        _value = TryParse(text);
    }

    /// <param name="pointer">Such as <c>/components/0/status</c>.</param>
    /// <param name="value">JSON, or the text of a string.</param>
    /// <returns>Null when the pointer is none.</returns>
    public static ExpectedJson? TryCreate(string pointer, string value)
    {
        var isPointer = pointer.StartsWith('/')
            && !pointer.Replace("~0", "", StringComparison.Ordinal).Replace("~1", "", StringComparison.Ordinal).Contains('~', StringComparison.Ordinal);
        return isPointer ? new([.. pointer[1..].Split('/').Select(Unescape)], value) : null;
    }

    /// <summary>Whether a body is a document that has the value at the place.</summary>
    public bool IsIn(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body["\uFEFF"u8.Length..];
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Find(document.RootElement) is { } found && Is(found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for strings that are no valid Unicode.
            return false;
        }
    }

    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Step(JsonElement from, string token) => from.ValueKind switch
    {
        JsonValueKind.Object when from.TryGetProperty(token, out var property) => property,
        JsonValueKind.Array when IsIndex(token, out var index) && index < from.GetArrayLength() => from[index],
        _ => null,
    };

    private static bool IsIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (token.Length == 1 || token[0] != '0');

    private JsonElement? Find(JsonElement root)
    {
        JsonElement? at = root;
        foreach (var token in _path)
        {
            at = at is { } here ? Step(here, token) : null;
        }

        return at;
    }

    private bool Is(JsonElement found) =>
        (found.ValueKind == JsonValueKind.String && found.ValueEquals(_text)) || (_value is { } value && JsonElement.DeepEquals(value, found));
}
