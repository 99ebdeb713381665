using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>Answers <c>uptime</c>.</summary>
internal sealed class UptimeAnswers(HistoryQueries queries, TimeProvider time) : IRouteQuestions
{
    private readonly RecentDays _days = new(time);

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var periods = Periods(query);
        var check = query.Text("check", "the name of a check");
        query.RefuseOthers();
        return queries.Ask(query, (string.Join(',', periods.Select(p => p.Name)), check), async (reader, cancellationToken) =>
        {
            var now = time.GetUtcNow();

            // One minute more, to find out whether an incident began before the window.
            var first = now - periods.Max(period => period.Length) - TimeSpan.FromMinutes(1);
            var days = await _days.GetAsync(reader, first.UtcDate(), now.UtcDate(), cancellationToken).ConfigureAwait(false);
            var calculator = new UptimeCalculator(days, check);
            return UptimeJson.Write(reader.Source, now, [.. periods.Select(period => calculator.Compute(period, now))]);
        });
    }

    private static IReadOnlyList<Period> Periods(QueryReader query)
    {
        var accepts = $"a number of hours or days up to {Period.MaxDays}d, such as {string.Join(", ", Period.Usual.Select(period => period.Name))}";
        var text = query.Text("period", accepts);
        var window = query.Text("window", accepts);
        if (text is not null && window is not null)
        {
            query.Refuse("window", "window is another name of period; one of them may be given.");
        }

        if ((text ?? window) is not { } given)
        {
            return Period.Usual;
        }

        if (Period.TryParse(given) is { } period)
        {
            return [period];
        }

        var name = text is null ? "window" : "period";
        query.Refuse(name, $"{name} accepts {accepts}.");
        return [];
    }
}
