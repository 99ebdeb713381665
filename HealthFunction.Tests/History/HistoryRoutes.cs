using HealthFunction.Formats.History;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Tests.History;

/// <summary>The answers of <c>history</c> and <c>uptime</c>, over a table.</summary>
internal sealed class HistoryRoutes
{
    private readonly RunsAnswers _runs;
    private readonly UptimeAnswers _uptime;

    public HistoryRoutes(HistoryStore store, TimeProvider time)
    {
        var queries = new HistoryQueries(store, NullLogger<HistoryQueries>.Instance);
        _runs = new RunsAnswers(queries);
        _uptime = new UptimeAnswers(queries, time);
    }

    public async Task<HttpAnswer> RunsAsync(string query = "") => await AnswerAsync(_runs.Read(new StubRequest(query)));

    public async Task<HttpAnswer> UptimeAsync(string query = "") => await AnswerAsync(_uptime.Read(new StubRequest(query)));

    private static async Task<HttpAnswer> AnswerAsync(Question question) =>
        question.Answer ?? await question.Compute!(TestContext.Current.CancellationToken);
}
