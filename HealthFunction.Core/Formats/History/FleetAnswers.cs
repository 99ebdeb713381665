using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>Answers <c>fleet</c>. A source that cannot be read says so in the answer; it never makes the answer fail.</summary>
internal sealed class FleetAnswers(FleetReadings fleet) : IRouteQuestions
{
    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var periods = PeriodQuery.Read(query, HistoryView.Periods);
        var check = query.Text("check", "the name of a check");
        var source = SourceQuery.Read(query, fleet)?.Name;
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        return fleet.Sources.Count == 0
            ? Question.Answered(Problem.Unavailable("No storage is configured for history: set Health__History__ConnectionString or AzureWebJobsStorage."))
            : Question.For((string.Join(',', periods.Select(p => p.Name)), check, source, fleet.Number), _ => AnswerAsync(periods, check, source));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(IReadOnlyList<Period> periods, string? check, string? source)
    {
        var reading = await fleet.GetAsync(periods.Max(period => period.Length)).ConfigureAwait(false);
        return HistoryQueries.Json(FleetJson.Write(reading, periods, check, source));
    }
}
