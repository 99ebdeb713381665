using System.Net.Http.Headers;
using HealthFunction.Http;

namespace HealthFunction.Localisation;

/// <summary>Selects the language of an answer.</summary>
internal static class LanguageChoice
{
    public const string Default = "en";

    /// <param name="wanted">The language in the query; it wins if there is a catalog for it.</param>
    /// <param name="acceptLanguage">The header; parts that cannot be parsed are ignored.</param>
    /// <param name="languages">The available languages.</param>
    public static string Pick(string? wanted, string? acceptLanguage, IReadOnlyList<string> languages)
    {
        if (wanted is not null && Match(wanted, languages) is { } named)
        {
            return named;
        }

        if (string.IsNullOrWhiteSpace(acceptLanguage)
            || AcceptHeader.Ranges<StringWithQualityHeaderValue>(acceptLanguage, StringWithQualityHeaderValue.TryParse) is not { } ranges)
        {
            return Default;
        }

        // Of several with the same quality the first wins: OrderBy is stable.
        foreach (var range in ranges.Where(r => r.Quality is not 0).OrderByDescending(r => r.Quality ?? 1))
        {
            if (range.Value == "*")
            {
                return Default;
            }

            if (Match(range.Value, languages) is { } accepted && !Refuses(ranges, accepted))
            {
                return accepted;
            }
        }

        return Default;
    }

    /// <summary>
    /// The longest prefix of the range that is an available language (RFC 4647, lookup); locale names have an underscore.
    /// </summary>
    private static string? Match(string name, IReadOnlyList<string> languages)
    {
        var range = name.Replace('_', '-');
        for (var end = range.Length; end > 0; end = range.LastIndexOf('-', end - 1))
        {
            var beginning = range.AsSpan(0, end);
            foreach (var language in languages)
            {
                if (beginning.Equals(language, StringComparison.OrdinalIgnoreCase))
                {
                    return language;
                }
            }
        }

        return null;
    }

    private static bool Refuses(IReadOnlyList<StringWithQualityHeaderValue> ranges, string language) =>
        ranges.Any(r => r.Quality is 0 && r.Value.Equals(language, StringComparison.OrdinalIgnoreCase));
}
