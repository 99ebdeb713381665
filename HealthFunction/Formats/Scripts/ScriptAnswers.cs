using System.Collections.Concurrent;
using System.Collections.Specialized;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Scripts;

/// <summary>Answers <c>jsi18n</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class ScriptAnswers
{
    private const string DefaultDomain = "djangojs";

    private readonly Catalogs _catalogs;

    /// <summary>
    /// By domain, packages and language; the catalogs' version is that of the process. It holds at most domains × sets of
    /// packages × languages, since packages are put in order before.
    /// </summary>
    private readonly ConcurrentDictionary<(string Domain, string Packages, string Language), Lazy<HttpAnswer>> _scripts = new();
    private int _built;

    internal ScriptAnswers(Catalogs catalogs) => _catalogs = catalogs;

    /// <summary>How many scripts were built since the start.</summary>
    internal int Built => Volatile.Read(ref _built);

    /// <param name="parameters"><c>domain</c>, <c>packages</c> and <c>lang</c>; <c>v</c> is for caches alone.</param>
    /// <param name="acceptLanguage">The Accept-Language header.</param>
    /// <param name="ifNoneMatch">The If-None-Match header.</param>
    internal HttpAnswer Get(NameValueCollection parameters, string? acceptLanguage, string? ifNoneMatch)
    {
        var query = new QueryReader(parameters);
        var domain = query.Text("domain", "a domain") ?? DefaultDomain;
        var asked = query.Text("packages", "packages, separated by commas");
        var wanted = query.Text("lang", "a language");
        query.Text("v", "the version of the catalogs");
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return fault;
        }

        if (!_catalogs.Domains.Contains(domain, StringComparer.Ordinal))
        {
            return Problem.NotFound($"There is no such domain; there are {string.Join(", ", _catalogs.Domains)}.");
        }

        var named = asked?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named?.Except(_catalogs.Packages, StringComparer.Ordinal).Any() is true)
        {
            return Problem.NotFound($"There is no such package; there are {string.Join(", ", _catalogs.Packages)}.");
        }

        var packages = named is null or [] ? _catalogs.Packages : [.. _catalogs.Packages.Where(p => named.Contains(p, StringComparer.Ordinal))];
        var language = LanguageChoice.Pick(wanted, acceptLanguage, _catalogs.Languages);
        return _scripts
            .GetOrAdd((domain, string.Join(',', packages), language), key => new Lazy<HttpAnswer>(() => Build(key.Domain, packages, key.Language)))
            .Value.UnlessMatched(ifNoneMatch);
    }

    private HttpAnswer Build(string domain, IReadOnlyList<string> packages, string language)
    {
        Interlocked.Increment(ref _built);
        return new HttpAnswer(200)
        {
            ContentType = "text/javascript; charset=utf-8",
            Body = ScriptCatalog.Write(_catalogs.Get(language, domain, packages), LocaleFormats.Of(language)),
            Headers =
            [
                new("Cache-Control", "public, max-age=3600"),
                new("Content-Language", language),
                new("Vary", "Accept-Language"),
                new("X-Content-Type-Options", "nosniff"),
            ],
        }.Tagged();
    }
}
