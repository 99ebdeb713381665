using System.Text;
using System.Text.Json;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using HealthFunction.Testing;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

public sealed class FleetAnswersTests(SharedServers servers)
{
    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_series_and_each_source_come_by_window_overall_and_for_each_check()
    {
        var json = Json(await (await RoutesAsync()).FleetAsync());

        Assert.Equal(["now", "any", "all", "sources", "windows"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["24h", "7d", "30d", "90d"], json.GetProperty("windows").EnumerateObject().Select(w => w.Name));
        var day = json.GetProperty("windows").GetProperty("24h");
        Assert.Equal((60, 0, 0), Minutes(day.GetProperty("any").GetProperty("overall")));
        Assert.Equal((50, 10, 0), Minutes(day.GetProperty("all").GetProperty("overall")));
        Assert.Equal((55, 5, 0), Minutes(day.GetProperty("sources").GetProperty("west").GetProperty("overall")));
        Assert.Equal(["a", "b"], day.GetProperty("any").GetProperty("checks").EnumerateObject().Select(c => c.Name).Order());
        var incident = day.GetProperty("all").GetProperty("overall").GetProperty("incidents").EnumerateArray().Last();
        Assert.Equal("west: a: connection refused", incident.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Each_source_says_how_it_is_and_how_it_was_read()
    {
        var json = Json(await (await RoutesAsync()).FleetAsync("period=1h"));

        Assert.Equal(
            """{"state":"read","readAt":"2026-03-14T12:00:30Z","unreadableSince":null,"began":"2026-03-14T11:00:00Z","lastRecord":"2026-03-14T11:59:00Z","status":"DOWN","planned":false,"since":"2026-03-14T11:55:00Z"}""",
            json.GetProperty("sources").GetProperty("east").GetRawText());
        Assert.Equal("""{"status":"UP","planned":false,"since":"2026-03-14T11:00:00Z"}""", json.GetProperty("any").GetRawText());
        Assert.Equal("""{"status":"DOWN","planned":false,"since":"2026-03-14T11:55:00Z"}""", json.GetProperty("all").GetRawText());
    }

    [Fact]
    public async Task What_was_recorded_last_ten_minutes_ago_and_more_is_no_status()
    {
        var routes = await RoutesAsync();
        _time.Advance(TimeSpan.FromMinutes(10));

        var east = Json(await routes.FleetAsync("period=1h")).GetProperty("sources").GetProperty("east");

        Assert.Equal((JsonValueKind.Null, "2026-03-14T11:59:00Z"), (east.GetProperty("status").ValueKind, east.GetProperty("lastRecord").GetString()));
    }

    [Fact]
    public async Task A_source_narrows_what_is_listed_and_not_what_the_two_series_are_of()
    {
        var json = Json(await (await RoutesAsync()).FleetAsync("period=24h&source=EAST&check=b"));

        Assert.Equal(["east"], json.GetProperty("sources").EnumerateObject().Select(s => s.Name));
        var window = json.GetProperty("windows").GetProperty("24h");
        Assert.Equal(["east"], window.GetProperty("sources").EnumerateObject().Select(s => s.Name));
        Assert.Equal((50, 10, 0), Minutes(window.GetProperty("all").GetProperty("overall")));
        Assert.Equal(["b"], window.GetProperty("any").GetProperty("checks").EnumerateObject().Select(c => c.Name));
    }

    [Theory]
    [InlineData("period=1y", "period")]
    [InlineData("window=1d&period=1d", "window")]
    [InlineData("source=nosuch", "source")]
    [InlineData("source=", "source")]
    [InlineData("source=east&source=west", "source")]
    [InlineData("limit=5", "limit")]
    public async Task A_bad_parameter_is_named(string query, string parameter)
    {
        var answer = await (await RoutesAsync()).FleetAsync(query);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal(parameter, JsonDocument.Parse(answer.Body).RootElement.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_source_that_there_is_not_is_told_which_there_are() =>
        Assert.Contains("source accepts one of west, east.", Encoding.UTF8.GetString((await (await RoutesAsync()).FleetAsync("source=nosuch")).Body.Span), StringComparison.Ordinal);

    [Fact]
    public async Task Uptime_and_history_are_those_of_the_source_that_is_named()
    {
        var routes = await RoutesAsync();

        foreach (var (query, source, error) in new[] { ("", "west", "a: connection refused"), ("&source=east", "east", "b: connection refused"), ("&source=West", "west", "a: connection refused") })
        {
            var uptime = Json(await routes.UptimeAsync("period=24h" + query));
            var runs = Json(await routes.RunsAsync("status=DOWN&limit=1" + query));

            Assert.Equal((source, source), (uptime.GetProperty("source").GetString(), runs.GetProperty("source").GetString()));
            Assert.Equal(error, runs.GetProperty("runs")[0].GetProperty("error").GetString());
            Assert.Equal(error, uptime.GetProperty("windows").GetProperty("24h").GetProperty("overall").GetProperty("incidents")[0].GetProperty("error").GetString());
        }

        Assert.Equal(400, (await routes.UptimeAsync("source=nosuch")).Status);
        Assert.Equal(400, (await routes.RunsAsync("source=nosuch")).Status);
    }

    [Fact]
    public async Task Without_storage_it_is_503()
    {
        var answer = await new HistoryRoutes(new NoHistoryStore("test"), _time).FleetAsync();

        Assert.Equal((503, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task A_source_whose_storage_does_not_answer_leaves_the_others_their_answer()
    {
        var west = new DayStore("west", InMemory.Days(Range(Up("a"), Up("b"))));
        var held = new HeldStore("held");
        using var meters = new TestMeters();
        meters.Listen();
        var asking = new HistoryRoutes(west, _time, FleetHarness.Readings(_time, meters, NullLogger.Instance, west, held)).FleetAsync("period=1h");
        await Until.TrueAsync(() => held.DayReads == 1 && meters.Of("healthfunction.fleet.read.duration").Count() == 1, "one is read and the other asked");
        _time.Advance(FleetReadings.MaxWait);

        var json = Json(await asking);
        Assert.Equal("unreadable", json.GetProperty("sources").GetProperty("held").GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.String, json.GetProperty("sources").GetProperty("held").GetProperty("unreadableSince").ValueKind);
        var window = json.GetProperty("windows").GetProperty("1h");
        Assert.True(window.GetProperty("any").GetProperty("overall").GetProperty("minutes").GetProperty("up").GetInt32() > 0);
        Assert.Equal(0, window.GetProperty("all").GetProperty("overall").GetProperty("minutes").GetProperty("up").GetInt32());
    }

    /// <summary>The last hour: west was DOWN for its minutes 10 to 14, east for its last five.</summary>
    private async Task<HistoryRoutes> RoutesAsync()
    {
        var west = await TableAsync("west", Range(Up("a"), Up("b"), (10, 15, [Down("a"), Up("b")])));
        var east = await TableAsync("east", Range(Up("a"), Up("b"), (55, 60, [Up("a"), Down("b")])));
        return new HistoryRoutes(west.Table, _time, FleetHarness.Readings(_time, west.Table, east.Table));
    }

    private async Task<TestTable> TableAsync(string source, IReadOnlyList<RecordedRun> runs)
    {
        var table = new TestTable(await servers.AzuriteAsync(), source);
        await table.NewWriter().WriteAsync(runs, Token);
        return table;
    }

    private static RecordedRun[] Range(RecordedCheck a, RecordedCheck b, (int From, int To, RecordedCheck[] Checks)? other = null) =>
        [.. Enumerable.Range(0, 60).Select(i => At(Noon.AddMinutes(i - 60), other is { } o && i >= o.From && i < o.To ? o.Checks : [a, b]))];

    private static (int Up, int Down, int Unknown) Minutes(JsonElement figures)
    {
        var minutes = figures.GetProperty("minutes");
        return (minutes.GetProperty("up").GetInt32(), minutes.GetProperty("down").GetInt32(), minutes.GetProperty("unknown").GetInt32());
    }

    private static JsonElement Json(HttpAnswer answer)
    {
        Assert.Equal(200, answer.Status);
        return JsonDocument.Parse(answer.Body).RootElement;
    }
}
