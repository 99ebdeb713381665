using System.Collections.Concurrent;
using HealthFunction.Http;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Scripts;

/// <summary>Answers <c>jsi18n</c>.</summary>
internal sealed class ScriptAnswers(Catalogs catalogs) : IRouteQuestions
{
    private const string DefaultDomain = "djangojs";

    /// <summary>Django's plus sign arrives as a space unless it was escaped.</summary>
    private static readonly char[] Separators = [',', '+', ' '];

    /// <summary>
    /// By domain, packages and language; the catalogs do not change while the process runs. There are at most domains × sets of packages
    /// × languages, because the packages are sorted first.
    /// </summary>
    private readonly ConcurrentDictionary<(string Domain, string Packages, string Language), Lazy<HttpAnswer>> _scripts = new();
    private int _built;

    /// <summary>How many scripts were built since the start.</summary>
    public int Built => Volatile.Read(ref _built);

    public Question Read(SurfaceRequest request) => Question.Answered(Get(request));

    private HttpAnswer Get(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var domain = query.Text("domain", "a domain") ?? DefaultDomain;
        var asked = query.Text("packages", "packages, separated by commas or plus signs");
        var wanted = query.Text("lang", "a language");

        // Only for caches.
        query.Text("v", "the version of the catalogs");
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return fault;
        }

        if (!catalogs.Domains.Contains(domain, StringComparer.Ordinal))
        {
            return Problem.NotFound($"There is no such domain; there are {string.Join(", ", catalogs.Domains)}.");
        }

        var named = asked?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named?.Except(catalogs.Packages, StringComparer.Ordinal).Any() is true)
        {
            return Problem.NotFound($"There is no such package; there are {string.Join(", ", catalogs.Packages)}.");
        }

        var packages = named is null or [] ? catalogs.Packages : [.. catalogs.Packages.Where(p => named.Contains(p, StringComparer.Ordinal))];
        var language = LanguageChoice.Pick(wanted, request.Header("Accept-Language"), catalogs.Languages);
        return _scripts
            .GetOrAdd((domain, string.Join(',', packages), language), key => new Lazy<HttpAnswer>(() => Build(key.Domain, packages, key.Language)))
            .Value;
    }

    private HttpAnswer Build(string domain, IReadOnlyList<string> packages, string language)
    {
        Interlocked.Increment(ref _built);
        return new HttpAnswer(200)
        {
            ContentType = "text/javascript; charset=utf-8",
            Body = ScriptCatalog.Write(catalogs.Get(language, domain, packages), LocaleFormats.Of(language)),
            Headers =
            [
                new("Cache-Control", "public, max-age=3600"),
                new("Content-Language", language),
                new("Vary", "Accept-Language"),
                new("X-Content-Type-Options", "nosniff"),
            ],
        }.Tagged().Compressible();
    }
}
