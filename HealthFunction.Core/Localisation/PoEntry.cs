namespace HealthFunction.Localisation;

/// <summary>One message of a catalog.</summary>
/// <param name="Context">Distinguishes it from the same text elsewhere; null without.</param>
/// <param name="Id">The text in English, which is also shown when there is no translation.</param>
/// <param name="Plural">The English plural; null when the message has none.</param>
/// <param name="Strings">The translation, or one for each plural form.</param>
internal sealed record PoEntry(string? Context, string Id, string? Plural, IReadOnlyList<string> Strings)
{
    /// <summary>Separates context and text in a key, as in GNU gettext and Django's script catalog.</summary>
    public const char Glue = '\u0004';

    public string Key => KeyOf(Context, Id);

    public bool IsTranslated => Strings.All(s => s.Length > 0);

    public static string KeyOf(string? context, string id) => context is null ? id : $"{context}{Glue}{id}";
}
