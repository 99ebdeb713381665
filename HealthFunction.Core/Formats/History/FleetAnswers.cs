using HealthFunction.Formats.Health;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>Answers <c>fleet</c>. A source that cannot be read says so in the answer; it never makes the answer fail.</summary>
internal sealed class FleetAnswers(FleetReadings fleet) : IRouteQuestions
{
    private const string Json = "json";
    private const string OpenMetricsName = "openmetrics";

    private static readonly (string Name, string MediaType, string ContentType)[] Formats =
    [
        (Json, "application/json", "application/json"),
        (OpenMetricsName, "application/openmetrics-text", OpenMetrics.ContentType),
        ("prometheus", "text/plain", PrometheusText.ContentType),
    ];

    private static readonly string[] MediaTypes = [.. Formats.Select(format => format.MediaType)];

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var accepts = string.Join(" or ", Formats.Select(format => format.Name));
        var named = query.Text("format", accepts);
        var index = named is null
            ? AcceptedMediaType.Best(request.Header("Accept"), MediaTypes) ?? -1
            : Array.FindIndex(Formats, format => format.Name.Equals(named, StringComparison.OrdinalIgnoreCase));
        if (index < 0 && named is not null)
        {
            query.Refuse("format", $"format accepts {accepts}.");
        }

        // Metrics are of now and not of a window.
        var isJson = index <= 0;
        var periods = isJson ? PeriodQuery.Read(query, HistoryView.Periods) : [];
        var check = isJson ? query.Text("check", "the name of a check") : null;
        var source = SourceQuery.Read(query, fleet)?.Name;
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        if (index < 0)
        {
            return Question.Answered(Problem.NotAcceptable($"The formats are {string.Join(", ", MediaTypes)}."));
        }

        return fleet.Sources.Count == 0
            ? Question.Answered(Problem.Unavailable("No storage is configured for history: set Health__History__ConnectionString or AzureWebJobsStorage."))
            : Question.For((index, string.Join(',', periods.Select(p => p.Name)), check, source, fleet.Number), _ => AnswerAsync(index, periods, check, source));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(int index, IReadOnlyList<Period> periods, string? check, string? source)
    {
        var (name, _, contentType) = Formats[index];
        var days = TimeSpan.FromDays(HistoryView.Days);
        var reading = await fleet.GetAsync(name == Json ? periods.Max(period => period.Length) : days).ConfigureAwait(false);
        return new HttpAnswer(200)
        {
            ContentType = contentType,
            Body = name == Json ? FleetJson.Write(reading, periods, check, source) : FleetMetrics.Write(reading, source, name == OpenMetricsName),
            Headers = [new("Cache-Control", "no-store"), new("Vary", "Accept")],
        };
    }
}
