using System.Collections.Specialized;
using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Formats.Badges;

/// <summary>Answers <c>badge/{name}.svg</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class BadgeAnswers
{
    private const string Overall = "overall";
    private const string Suffix = ".svg";

    /// <summary>A badge is looked at in passing, and by everybody who reads the README that it is in.</summary>
    private static readonly TimeSpan ReportAge = TimeSpan.FromSeconds(15);

    private static readonly string Windows = string.Join(", ", HistoryView.Periods.Select(p => p.Name));

    private readonly HealthRunner _runner;
    private readonly RecentHistory _history;
    private readonly TimeSpan _maxAge;

    internal BadgeAnswers(HealthRunner runner, RecentHistory history, TimeSpan maxAge)
    {
        _runner = runner;
        _history = history;
        _maxAge = maxAge > ReportAge ? maxAge : ReportAge;
    }

    /// <param name="file">A check, a group or <c>overall</c>, and <c>.svg</c>.</param>
    /// <param name="parameters">The query.</param>
    /// <param name="ifNoneMatch">The If-None-Match header.</param>
    internal async ValueTask<HttpAnswer> GetAsync(string file, NameValueCollection parameters, string? ifNoneMatch)
    {
        var name = file.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? file[..^Suffix.Length] : null;
        var isOverall = Overall.Equals(name, StringComparison.OrdinalIgnoreCase);
        if (name is null || !(isOverall || _runner.Knows(name)))
        {
            return Problem.NotFound("There is no badge of that name: a check, a group or overall, and .svg.");
        }

        var query = new QueryReader(parameters);
        var period = Window(query);
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return fault;
        }

        var badge = period is null
            ? await StatusAsync(isOverall ? null : name).ConfigureAwait(false)
            : await UptimeAsync(isOverall ? null : name, period).ConfigureAwait(false);
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
        }.Tagged().UnlessMatched(ifNoneMatch);
    }

    private static Period? Window(QueryReader query)
    {
        var takes = $"one of {Windows}";
        if (query.Text("window", takes) is not { } text)
        {
            return null;
        }

        var period = HistoryView.Periods.FirstOrDefault(p => p.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (period is null)
        {
            query.Refuse("window", $"window takes {takes}.");
        }

        return period;
    }

    private async ValueTask<Badge> StatusAsync(string? name)
    {
        var (report, _) = await _runner.GetAsync(name, _maxAge).ConfigureAwait(false);
        if (report.IsDrained)
        {
            return new Badge(name ?? "status", "drained", BadgeColour.Planned);
        }

        var message = report.Overall switch
        {
            Verdict.Up => "up",
            Verdict.Down => "down",
            _ => "unknown",
        };
        return new Badge(name ?? "status", message, BadgeColour.Of(report.Overall));
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
        return new Badge(label, Percent(share), BadgeColour.OfUptime(share));
    }

    /// <summary>Rounded down, so that 100 % is said only of what is whole.</summary>
    private static string Percent(double? share) => share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((known * 10_000) + 1e-6) / 100:0.##}%")
        : "no data";
}
