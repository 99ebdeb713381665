using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Scripts;

/// <summary>A catalog as a script with the functions of Django's JavaScript catalog, as globals and as members of <c>django</c>.</summary>
internal static class ScriptCatalog
{
    // Keeps letters as they are and escapes what could end a script element.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly string Functions = Read();

    public static byte[] Write(Catalog catalog, LocaleFormats formats)
    {
        var messages = new JsonObject();
        foreach (var entry in catalog.Entries)
        {
            messages[entry.Key] = entry.Plural is null
                ? JsonValue.Create(entry.Strings[0])
                : new JsonArray([.. entry.Strings.Select(s => (JsonNode)JsonValue.Create(s))]);
        }

        return Encoding.UTF8.GetBytes(Functions
            .Replace("/*language*/", JsonValue.Create(catalog.Language).ToJsonString(Json), StringComparison.Ordinal)
            .Replace("/*plural*/", catalog.Plurals.Expression.ToString(), StringComparison.Ordinal)
            .Replace("/*formats*/", formats.Values.ToJsonString(Json), StringComparison.Ordinal)
            .Replace("/*messages*/", messages.ToJsonString(Json), StringComparison.Ordinal));
    }

    private static string Read()
    {
        using var stream = typeof(ScriptCatalog).Assembly.GetManifestResourceStream("jsi18n.js")
            ?? throw new InvalidOperationException("jsi18n.js is not embedded.");
        return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }
}
