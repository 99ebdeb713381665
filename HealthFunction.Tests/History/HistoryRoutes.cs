using HealthFunction.Formats.History;
using HealthFunction.History.Fleet;
using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using HealthFunction.Tests.History.Fleet;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Tests.History;

/// <summary>The answers of <c>history</c>, <c>uptime</c> and <c>fleet</c>, over a table.</summary>
internal sealed class HistoryRoutes
{
    private readonly RunsAnswers _runs;
    private readonly UptimeAnswers _uptime;
    private readonly FleetAnswers _fleet;

    /// <param name="store">The app's own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="fleet">The fleet; null is the own source alone.</param>
    /// <param name="plans">What was marked; null is nothing.</param>
    public HistoryRoutes(HistoryStore store, TimeProvider time, FleetReadings? fleet = null, PlanBook? plans = null)
    {
        plans ??= new PlanBook([], store.Source, time, NullLogger<PlanBook>.Instance);
        fleet ??= FleetHarness.Readings(time, store);
        var queries = new HistoryQueries(store, fleet, NullLogger<HistoryQueries>.Instance);
        _fleet = new FleetAnswers(fleet);
        _runs = new RunsAnswers(queries);
        _uptime = new UptimeAnswers(queries, plans, new PlanArchive(plans, time), time);
    }

    public async Task<HttpAnswer> RunsAsync(string query = "") => await AnswerAsync(_runs.Read(new StubRequest(query)));

    public async Task<HttpAnswer> UptimeAsync(string query = "") => await AnswerAsync(_uptime.Read(new StubRequest(query)));

    public async Task<HttpAnswer> FleetAsync(string query = "", params (string Name, string Value)[] headers) =>
        await AnswerAsync(_fleet.Read(new StubRequest(query, null, headers)));

    private static async Task<HttpAnswer> AnswerAsync(Question question) =>
        question.Answer ?? await question.Compute!(TestContext.Current.CancellationToken);
}
