using System.Text.RegularExpressions;
using HealthFunction.Localisation;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Localisation;

/// <summary>The content of the catalogs in the repository.</summary>
public sealed partial class CatalogsTests
{
    private static readonly Catalogs All = Catalogs.Embedded;

    public static TheoryData<string> Languages => [.. All.Languages];

    [Fact]
    public void There_are_five_languages_two_packages_and_two_domains()
    {
        Assert.Equal(["de", "en", "fr", "ja", "pl"], All.Languages);
        Assert.Equal(["status", "time"], All.Packages);
        Assert.Equal(["django", "djangojs"], All.Domains);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_translates_the_same_texts_with_the_same_placeholders(string language)
    {
        foreach (var domain in All.Domains)
        {
            var english = All.Get("en", domain, All.Packages);
            var catalog = All.Get(language, domain, All.Packages);

            Assert.Equal(english.Entries.Select(e => e.Key), catalog.Entries.Select(e => e.Key));
            foreach (var entry in catalog.Entries)
            {
                // A short date has the month as a name or as a number.
                Assert.All(entry.Strings, s => Assert.Equal(
                    Placeholders(entry.Id), Placeholders(entry.Context == "bar" ? s.Replace("number", "month", StringComparison.Ordinal) : s)));
            }
        }
    }

    [Fact]
    public void Every_text_that_the_code_asks_for_is_in_the_catalogs()
    {
        var folder = Path.Combine(Repository.Root, "HealthFunction.Core", "Formats", "Status");
        Assert.All(Asked(folder, "*.cs"), text => Assert.Contains(Ids("django"), id => id == text));
        Assert.All(Asked(folder, "*.js"), text => Assert.Contains(Ids("djangojs"), id => id == text));
    }

    private static IEnumerable<string> Ids(string domain) =>
        All.Get("en", domain, All.Packages).Entries.SelectMany(e => new[] { e.Id, e.Plural }).OfType<string>();

    private static HashSet<string> Asked(string folder, string files)
    {
        var asked = Directory.EnumerateFiles(folder, files)
            .SelectMany(file => Calls().Matches(File.ReadAllText(file)))
            .SelectMany(match => match.Groups[1].Captures.Concat(match.Groups[2].Captures))
            .Select(capture => capture.Value)
            .ToHashSet();
        Assert.NotEmpty(asked);
        return asked;
    }

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal));

    // t.Get("…"), texts.Plural("…", "…"), get('…'), form('…', '…', n); the contexts of GetIn are left out.
    [GeneratedRegex("""(?:\bGet|\bPlural|(?<!\.)\bget|\bform)\(\s*["']([^"'\n]+)["'](?:,\s*["']([^"'\n]+)["'])?""")]
    private static partial Regex Calls();

    [GeneratedRegex(@"%\(\w+\)s")]
    private static partial Regex Placeholder();
}
