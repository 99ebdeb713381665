using System.Text;
using System.Text.Json;
using HealthFunction.Formats.Scripts;
using HealthFunction.Http;
using HealthFunction.Localisation;
using HealthFunction.Testing;
using HealthFunction.Tests.Http;

namespace HealthFunction.Tests.Formats.Scripts;

/// <summary>The catalog script, executed by Node for every language.</summary>
public sealed class ScriptCatalogTests
{
    private readonly ScriptAnswers _answers = new(Catalogs.Embedded);

    [Theory]
    [InlineData("en", "0 seconds ago|1 second ago|2 seconds ago|5 seconds ago|22 seconds ago")]
    [InlineData("de", "vor 0 Sekunden|vor 1 Sekunde|vor 2 Sekunden|vor 5 Sekunden|vor 22 Sekunden")]
    [InlineData("fr", "il y a 0 seconde|il y a 1 seconde|il y a 2 secondes|il y a 5 secondes|il y a 22 secondes")]
    [InlineData("pl", "0 sekund temu|1 sekundę temu|2 sekundy temu|5 sekund temu|22 sekundy temu")]
    [InlineData("ja", "0秒前|1秒前|2秒前|5秒前|22秒前")]
    public void Plurals_of_0_1_2_5_and_22_are_those_of_the_language(string language, string expected)
    {
        var said = Run(language, """
            [0, 1, 2, 5, 22].map(n => interpolate(ngettext('%(count)s second ago', '%(count)s seconds ago', n), { count: n }, true))
            """);

        Assert.Equal(expected.Split('|'), said.Deserialize<string[]>()!);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("pl")]
    [InlineData("ja")]
    public void Every_plural_of_both_domains_has_the_form_that_the_server_picks(string language)
    {
        foreach (var domain in Catalogs.Embedded.Domains)
        {
            var catalog = Catalogs.Embedded.Get(language, domain, Catalogs.Embedded.Packages);
            var said = Run(language, """
                Object.entries(django.catalog).filter(([, forms]) => Array.isArray(forms))
                  .map(([id]) => [id, ...[0, 1, 2, 5, 22].map(n => ngettext(id, id, n))])
                """, ("domain", domain));

            Assert.Equal(catalog.Entries.Count(e => e.Plural is not null), said.GetArrayLength());
            foreach (var row in said.Deserialize<string[][]>()!)
            {
                var entry = catalog.Entries.Single(e => e.Key == row[0]);
                Assert.Equal(new[] { 0, 1, 2, 5, 22 }.Select(n => entry.Strings[catalog.Plurals.FormOf(n)]), row[1..]);
            }
        }
    }

    [Fact]
    public void The_functions_are_those_of_Djangos_catalog_as_globals_and_on_django()
    {
        var said = Run("de", """
            ['pluralidx', 'gettext', 'ngettext', 'gettext_noop', 'pgettext', 'npgettext', 'interpolate', 'get_format']
              .filter(name => typeof globalThis[name] === 'function' && django[name] === globalThis[name]).length
            """);
        Assert.Equal(8, said.GetInt32());

        Assert.Equal(
            ["gerade eben", "nobody translates this", "März", "Mar", "1 of 2", "b a", "keep", ",", "NO_SUCH_FORMAT", "toString", "few", "one"],
            Run("de", """
                [gettext('just now'), gettext('nobody translates this'), pgettext('month', 'Mar'), gettext('Mar'),
                 interpolate('%s of %s', [1, 2]), interpolate('%(y)s %(x)s', { x: 'a', y: 'b' }, true), gettext_noop('keep'),
                 get_format('DECIMAL_SEPARATOR'), get_format('NO_SUCH_FORMAT'), gettext('toString'),
                 npgettext('c', 'one', 'few', 2), npgettext('c', 'one', 'few', 1)]
                """, ("domain", "django"), withScripts: true).Deserialize<string[]>()!);
    }

    [Fact]
    public void Packages_choose_what_is_merged()
    {
        Assert.Equal(["just now", "Diese Seite"], Pair("status"));
        Assert.Equal(["gerade eben", "This page c"], Pair("time"));
        Assert.Equal(["gerade eben", "Diese Seite"], Pair("time,status"));

        string[] Pair(string packages) => Run("de", """
            [gettext('just now'), gettext('This page cannot be refreshed. What it shows is of %(time)s.').slice(0, 11)]
            """, ("packages", packages)).Deserialize<string[]>()!;
    }

    [Fact]
    public void A_script_is_built_once_for_what_is_the_same_however_it_is_asked_for()
    {
        foreach (var packages in new[] { "time,status", "status,time", "status, time,", "time,time,status" })
        {
            Assert.Equal(200, Get("de", ("packages", packages)).Status);
        }

        Assert.Equal(200, Get("de").Status);
        Assert.Equal(1, _answers.Built);
        Get("pl");
        Get("de", ("packages", "time"));
        Assert.Equal(3, _answers.Built);
    }

    [Fact]
    public void Each_language_has_a_tag_of_its_own()
    {
        Assert.Equal(Tag("fr"), Tag("fr"));
        Assert.NotEqual(Tag("fr"), Tag("ja"));

        string Tag(string language) => Get(language).Headers.Single(h => h.Key == "ETag").Value;
    }

    [Theory]
    [InlineData("domain", "nosuch", 404)]
    [InlineData("packages", "time,nosuch", 404)]
    [InlineData("package", "time", 400)]
    public void A_missing_page_is_a_problem_answer(string parameter, string value, int status)
    {
        var answer = Ask($"{parameter}={value}");

        Assert.Equal((status, Problem.ContentType), (answer.Status, answer.ContentType));
    }

    [Fact]
    public void The_languages_header_decides_without_a_query()
    {
        var answer = Ask("", ("Accept-Language", "it, pl;q=0.8"));

        Assert.Contains(answer.Headers, h => h is { Key: "Content-Language", Value: "pl" });
        Assert.Contains(answer.Headers, h => h is { Key: "Vary", Value: "Accept-Language, Accept-Encoding" });
    }

    [Theory]
    [InlineData("packages=status,status")]
    [InlineData("packages=status+status")]
    [InlineData("packages=status%2Bstatus")]
    public void Packages_are_separated_as_by_Django(string query) => Assert.Equal(200, Ask(query).Status);

    private HttpAnswer Get(string language, params (string Name, string Value)[] parameters) =>
        Ask(string.Join('&', parameters.Prepend(("lang", language)).Select(p => $"{p.Item1}={p.Item2}")));

    /// <summary>Scripts are computed synchronously, so the answer is there at once.</summary>
    private HttpAnswer Ask(string query, params (string Name, string Value)[] headers)
    {
        var answer = _answers.Read(new StubRequest(query, headers: headers)).Answer;
        Assert.NotNull(answer);
        return answer;
    }

    private JsonElement Run(string language, string expression, (string Name, string Value)? parameter = null, bool withScripts = false)
    {
        // A second domain on top, for tests that use both.
        var script = Encoding.UTF8.GetString(Get(language, parameter is { } p ? [p] : []).Body.Span)
            + (!withScripts ? "" : Encoding.UTF8.GetString(Get(language).Body.Span));
        using var json = JsonDocument.Parse(Shell.Run("node", "--eval", $"{script}\nprocess.stdout.write(JSON.stringify({expression.Trim()}))").Output);
        return json.RootElement.Clone();
    }
}
