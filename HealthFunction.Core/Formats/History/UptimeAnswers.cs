using HealthFunction.History.Plans;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>Answers <c>uptime</c>.</summary>
internal sealed class UptimeAnswers(HistoryQueries queries, PlanBook book, PlanArchive archive, TimeProvider time) : IRouteQuestions
{
    private readonly RecentDays _days = new(time);

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var periods = PeriodQuery.Read(query, Period.Usual);
        var check = query.Text("check", "the name of a check");
        var source = queries.Source(query);
        query.RefuseOthers();
        return queries.Ask(query, source, (string.Join(',', periods.Select(p => p.Name)), check, book.Version), async (reader, cancellationToken) =>
        {
            var now = time.GetUtcNow();

            // One minute more, to find out whether an incident began before the window.
            var first = now - periods.Max(period => period.Length) - TimeSpan.FromMinutes(1);
            var days = await _days.GetAsync(reader, first.UtcDate(), now.UtcDate(), cancellationToken).ConfigureAwait(false);
            var calculator = new UptimeCalculator(days, check);
            var markings = MarkedDays.Of(await archive.AllAsync().ConfigureAwait(false), reader.Source, first, now);
            var marked = markings.Count == 0 ? null : new UptimeCalculator(MarkedDays.Apply(days, markings), check);
            return UptimeJson.Write(
                reader.Source, now, [.. periods.Select(period => (calculator.Compute(period, now), marked?.Compute(period, now)))], markings);
        });
    }
}
