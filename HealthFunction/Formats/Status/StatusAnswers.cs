using System.Collections.Concurrent;
using HealthFunction.Checks;
using HealthFunction.History;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>Answers <c>status</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class StatusAnswers
{
    /// <summary>A reader who looks again does not need another run; however many look, there is at most one in this time.</summary>
    private static readonly TimeSpan ReportAge = TimeSpan.FromSeconds(5);

    private readonly HealthRunner _runner;
    private readonly RecentHistory _history;
    private readonly Catalogs _catalogs;
    private readonly TimeSpan _maxAge;
    private readonly DrainReason? _drain;
    private readonly MaintenanceSchedule _maintenance;
    private readonly ConcurrentDictionary<string, (PageTexts Texts, PageAssets Assets)> _languages = new();

    internal StatusAnswers(
        HealthRunner runner, RecentHistory history, Catalogs catalogs, TimeSpan maxAge, DrainReason? drain, MaintenanceSchedule maintenance)
    {
        _runner = runner;
        _history = history;
        _catalogs = catalogs;
        _maxAge = maxAge > ReportAge ? maxAge : ReportAge;
        _drain = drain;
        _maintenance = maintenance;
    }

    /// <param name="wanted">The value of <c>lang</c> in the query.</param>
    /// <param name="acceptLanguage">The Accept-Language header.</param>
    /// <param name="ifNoneMatch">The If-None-Match header.</param>
    internal async ValueTask<HttpAnswer> GetAsync(string? wanted, string? acceptLanguage, string? ifNoneMatch)
    {
        var language = LanguageChoice.Pick(wanted, acceptLanguage, _catalogs.Languages);
        var reading = _history.GetAsync();
        var (report, _) = await _runner.GetAsync(null, _maxAge).ConfigureAwait(false);
        var view = await reading.ConfigureAwait(false);
        return report.Derive(new Page(language, view, this), static (r, page) => page.Write(r)).UnlessMatched(ifNoneMatch);
    }

    private (PageTexts Texts, PageAssets Assets) Language(string language) => _languages.GetOrAdd(language, static (name, catalogs) =>
    {
        var texts = new Texts(catalogs.Get(name, "django", catalogs.Packages), LocaleFormats.Of(name));
        return (new PageTexts(texts), new PageAssets(texts));
    }, _catalogs);

    /// <summary>Equal for what gives the same bytes.</summary>
    private sealed record Page(string Name, HistoryView View, StatusAnswers Answers)
    {
        public HttpAnswer Write(HealthReport report)
        {
            var (texts, assets) = Answers.Language(Name);
            var catalogs = Answers._catalogs;
            var view = new StatusView(report, View) { Drain = Answers._drain, Maintenance = Answers._maintenance };
            return new HttpAnswer(200)
            {
                ContentType = "text/html; charset=utf-8",
                Body = StatusPage.Write(view, texts, assets, catalogs.Version, catalogs.Languages),
                Headers =
                [
                    new("Content-Security-Policy", assets.Policy),
                    new("X-Content-Type-Options", "nosniff"),
                    new("Referrer-Policy", "no-referrer"),
                    new("Content-Language", Name),
                    new("Vary", "Accept-Language"),
                    new("Cache-Control", "no-cache"),
                ],
            }.Tagged();
        }
    }
}
