using HealthFunction.Checks;
using HealthFunction.History.Recent;
using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.Badges;

/// <summary>Answers <c>badge/{name}.svg</c> for a check, a group or <c>overall</c>.</summary>
internal sealed class BadgeAnswers : IRouteQuestions
{
    private const string Suffix = ".svg";

    /// <summary>A badge is seen by everybody who opens the README that shows it, and it need not be exact to the second.</summary>
    private static readonly TimeSpan MaxReportAge = TimeSpan.FromSeconds(15);

    private static readonly string Windows = string.Join(", ", HistoryView.Periods.Select(p => p.Name));

    private readonly HealthRunner _runner;
    private readonly RecentHistory _history;
    private readonly FleetBadges _fleet;
    private readonly TimeSpan _maxAge;

    public BadgeAnswers(HealthRunner runner, RecentHistory history, FleetBadges fleet, CheckOptions options)
    {
        _runner = runner;
        _history = history;
        _fleet = fleet;
        _maxAge = options.MaxAge > MaxReportAge ? options.MaxAge : MaxReportAge;
    }

    public Question Read(SurfaceRequest request)
    {
        var file = request.PathValue ?? "";
        var name = file.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? file[..^Suffix.Length] : null;
        var isOverall = CheckNames.Overall.Equals(name, StringComparison.OrdinalIgnoreCase);
        if (name is null || !(isOverall || _runner.Knows(name)))
        {
            return Question.Answered(Problem.NotFound("There is no badge of that name: it is a check, a group or overall, and .svg. health lists all checks."));
        }

        var query = new QueryReader(request.Query);
        var period = Window(query);
        var scope = FleetScopes.Read(query);
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        var asked = isOverall ? null : name;
        return Question.For((asked, period, scope), _ => AnswerAsync(asked, period, scope));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(string? name, Period? period, FleetScope? scope)
    {
        var making = (period, scope) switch
        {
            (null, null) => StatusAsync(name),
            (null, { } which) => _fleet.StatusAsync(name, which),
            ({ } window, null) => UptimeAsync(name, window),
            ({ } window, { } which) => _fleet.UptimeAsync(name, window, which),
        };
        var badge = await making.ConfigureAwait(false);
        return new HttpAnswer(200)
        {
            ContentType = Badge.ContentType,
            Body = badge.Write(),
            Headers =
            [
                new("Cache-Control", "public, max-age=30"),
                new("X-Content-Type-Options", "nosniff"),
                new("Content-Security-Policy", "default-src 'none'"),
            ],
        }.Tagged();
    }

    private static Period? Window(QueryReader query)
    {
        var accepts = $"one of {Windows}";
        if (query.Text("window", accepts) is not { } text)
        {
            return null;
        }

        var period = HistoryView.Periods.FirstOrDefault(p => p.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (period is null)
        {
            query.Refuse("window", $"window accepts {accepts}.");
        }

        return period;
    }

    private async ValueTask<Badge> StatusAsync(string? name)
    {
        var (report, _) = await _runner.GetAsync(name, _maxAge).ConfigureAwait(false);
        if (report.Drain is not null)
        {
            return new Badge(name ?? "status", "drained", BadgeColour.Planned);
        }

        if (report.Degraded is not null)
        {
            return new Badge(name ?? "status", "degraded", BadgeColour.Fair);
        }

        return new Badge(name ?? "status", VerdictText.LowerOf(report.Overall), BadgeColour.Of(report.Overall));
    }

    private async ValueTask<Badge> UptimeAsync(string? name, Period period)
    {
        var view = await _history.GetAsync().ConfigureAwait(false);
        var label = name is null ? $"uptime {period.Name}" : $"{name} {period.Name}";
        if ((name is null ? view.Overall : view.Find(name)) is not { } series)
        {
            return new Badge(label, view.State == HistoryState.Unavailable ? "cannot be read" : "no data", BadgeColour.None);
        }

        var share = series.Uptimes[HistoryView.Periods.Index().First(p => p.Item == period).Index].Estimate;
        return Badge.OfUptime(label, share);
    }
}
