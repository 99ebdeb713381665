using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthFunction.Localisation;

/// <summary>The texts of the page in one language. Placeholders are named, as in <c>%(count)s</c>, in .NET and in JavaScript.</summary>
internal sealed partial class Texts(Catalog catalog, LocaleFormats formats)
{
    public string Language => catalog.Language;

    public LocaleFormats Formats => formats;

    public string Get(string id, params ReadOnlySpan<(string Name, string Value)> values) =>
        Fill(catalog.Find(null, id)?.Strings[0] ?? id, values);

    public string GetIn(string context, string id, params ReadOnlySpan<(string Name, string Value)> values) =>
        Fill(catalog.Find(context, id)?.Strings[0] ?? id, values);

    /// <summary>The form for <paramref name="count"/>, which also fills <c>%(count)s</c>.</summary>
    public string Plural(string singular, string plural, long count)
    {
        var text = catalog.Find(null, singular) is { Plural: not null } entry
            ? entry.Strings[catalog.Plurals.FormOf(count)]
            : count == 1 ? singular : plural;
        return Fill(text, [("count", count.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <param name="value">The number.</param>
    /// <param name="format">A .NET format with a point and no groups.</param>
    public string Number(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return formats.DecimalSeparator == "." ? text : text.Replace(".", formats.DecimalSeparator, StringComparison.Ordinal);
    }

    private static string Fill(string text, ReadOnlySpan<(string Name, string Value)> values)
    {
        if (values.IsEmpty)
        {
            return text;
        }

        var given = values.ToArray();
        return Placeholder().Replace(
            text, match => Array.Find(given, v => match.Groups[1].ValueSpan.SequenceEqual(v.Name)).Value ?? match.Value);
    }

    [GeneratedRegex(@"%\((\w+)\)s")]
    private static partial Regex Placeholder();
}
