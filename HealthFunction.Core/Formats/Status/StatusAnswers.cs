using System.Collections.Concurrent;
using HealthFunction.Checks;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Recent;
using HealthFunction.Http;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>Answers <c>status</c>.</summary>
internal sealed class StatusAnswers : IRouteQuestions
{
    /// <summary>
    /// A reader who reloads does not need another run; there is at most one in this time, however many readers there are.
    /// </summary>
    private static readonly TimeSpan MaxReportAge = TimeSpan.FromSeconds(5);

    private readonly HealthRunner _runner;
    private readonly RecentHistory _history;
    private readonly RecentFleet _fleet;
    private readonly PageOptions _options;
    private readonly Catalogs _catalogs;
    private readonly TimeSpan _maxAge;
    private readonly IMaintenance _maintenance;
    private readonly PlanBook _plans;

    /// <summary>The last page of each language; it is sent again while nothing has changed.</summary>
    private readonly ConcurrentDictionary<string, Page> _pages = new();
    private readonly ConcurrentDictionary<string, (PageTexts Texts, PageAssets Assets)> _languages = new();

    public StatusAnswers(
        HealthRunner runner,
        RecentHistory history,
        RecentFleet fleet,
        Catalogs catalogs,
        CheckOptions options,
        IMaintenance maintenance,
        PlanBook plans,
        PageOptions page)
    {
        _runner = runner;
        _history = history;
        _fleet = fleet;
        _options = page;
        _catalogs = catalogs;
        _maxAge = options.MaxAge > MaxReportAge ? options.MaxAge : MaxReportAge;
        _maintenance = maintenance;
        _plans = plans;
    }

    public Question Read(SurfaceRequest request)
    {
        var language = LanguageChoice.Pick(request.Query["lang"], request.Header("Accept-Language"), _catalogs.Languages);
        return Question.For(language, _ => AnswerAsync(language));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(string language)
    {
        var reading = _history.GetAsync();
        var readingFleet = _fleet.GetAsync();
        var (report, _) = await _runner.GetAsync(null, _maxAge).ConfigureAwait(false);
        var view = await reading.ConfigureAwait(false);
        var fleet = await readingFleet.ConfigureAwait(false);
        var plans = _plans.Version;
        if (_pages.TryGetValue(language, out var last)
            && last.Report == report && last.Fleet == fleet && last.View.ShowsAs(view) && last.Plans == plans)
        {
            return last.Answer;
        }

        var page = new Page(report, view, fleet, plans, Write(language, report, view, fleet));
        _pages[language] = page;
        return page.Answer;
    }

    private (PageTexts Texts, PageAssets Assets) Language(string language) => _languages.GetOrAdd(language, static (name, with) =>
    {
        var texts = new Texts(with.Catalogs.Get(name, "django", with.Catalogs.Packages), LocaleFormats.Of(name));
        return (new PageTexts(texts), new PageAssets(texts, with.HasMore));
    }, (Catalogs: _catalogs, HasMore: _fleet.Readings is not null || _options.Title is not null));

    private HttpAnswer Write(string language, HealthReport report, HistoryView history, FleetView? fleet)
    {
        var (texts, assets) = Language(language);
        var view = new StatusView(report, history)
        {
            Maintenance = _maintenance.Deployment,
            Plans = [.. _plans.Plans.Where(plan => plan.IsFor(_plans.Source))],
            Source = _fleet.OwnSource,
            Title = _options.Title,
            Fleet = fleet,
        };
        return new HttpAnswer(200)
        {
            ContentType = "text/html; charset=utf-8",
            Body = StatusPage.Write(view, texts, assets, _catalogs.Version, _catalogs.Languages),
            Headers =
            [
                new("Content-Security-Policy", assets.Policy),
                new("X-Content-Type-Options", "nosniff"),
                new("Referrer-Policy", "no-referrer"),
                new("Content-Language", language),
                new("Vary", "Accept-Language"),
                new("Cache-Control", "no-cache"),
            ],
        }.Tagged().Compressible();
    }

    private sealed record Page(HealthReport Report, HistoryView View, FleetView? Fleet, int Plans, HttpAnswer Answer);
}
