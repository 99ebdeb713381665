using System.Text.Json;
using System.Text.Json.Nodes;

namespace HealthFunction.Localisation;

/// <summary>How a language writes dates and numbers: the formats that <c>get_format</c> gives to scripts, in Django's notation.</summary>
internal sealed class LocaleFormats(JsonObject values)
{
    private static readonly JsonObject ByLanguage = Read();

    public string DecimalSeparator { get; } = values["DECIMAL_SEPARATOR"]!.GetValue<string>();

    public JsonObject Values => values;

    public static LocaleFormats Of(string language) => new(ByLanguage[language]!.AsObject());

    private static JsonObject Read()
    {
        using var stream = typeof(LocaleFormats).Assembly.GetManifestResourceStream("Locale/formats.json")
            ?? throw new InvalidOperationException("Locale/formats.json is not embedded.");
        return JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
    }
}
