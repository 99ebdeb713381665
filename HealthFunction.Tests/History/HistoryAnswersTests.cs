using System.Text;
using System.Text.Json;
using System.Web;
using HealthFunction.Formats;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using HealthFunction.Testing;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class HistoryAnswersTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_come_newest_first_with_times_in_UTC()
    {
        var answers = await AnswersAsync([At(Noon, Up("a", 1.5)), At(Noon.AddSeconds(90), Down("a"))]);
        var answer = await answers.RunsAsync();
        Assert.Equal(
            """
            {"source":"test","runs":[
            {"time":"2026-03-14T12:01:30Z","status":"DOWN","ms":5,"error":"a: connection refused","checks":{"a":{"status":"DOWN","ms":2000,"error":"connection refused"}}},
            {"time":"2026-03-14T12:00:00Z","status":"UP","ms":5,"checks":{"a":{"status":"UP","ms":1.5}}}
            ],"continuation":null}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal("application/json", answer.ContentType);
        Assert.Contains(new("Cache-Control", "no-store"), answer.Headers);
    }

    [Fact]
    public async Task A_degraded_run_says_so_and_why_and_so_does_each_of_its_checks()
    {
        var answers = await AnswersAsync([At(Noon, Degraded("a"), Up("b")), At(Noon.AddMinutes(1), Degraded("a"), Down("b"))]);

        Assert.Equal(
            """
            {"source":"test","runs":[
            {"time":"2026-03-14T12:01:00Z","status":"DOWN","ms":5,"error":"b: connection refused","checks":{"a":{"status":"UP","ms":600,"degraded":"slower than 500 ms"},"b":{"status":"DOWN","ms":2000,"error":"connection refused"}}},
            {"time":"2026-03-14T12:00:00Z","status":"UP","ms":5,"degraded":"a: slower than 500 ms","checks":{"a":{"status":"UP","ms":600,"degraded":"slower than 500 ms"},"b":{"status":"UP","ms":1}}}
            ],"continuation":null}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString((await answers.RunsAsync()).Body.Span));
    }

    [Fact]
    public async Task An_outcome_that_was_given_again_has_its_age()
    {
        var answers = await AnswersAsync([At(Noon, Up("a", 1.5) with { Age = TimeSpan.FromSeconds(61.2) })]);

        Assert.Contains(
            """ "checks":{"a":{"status":"UP","ms":1.5,"ageSeconds":61.2}} """.Trim(), Encoding.UTF8.GetString((await answers.RunsAsync()).Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_give_every_run_once_even_while_runs_are_added()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        await writer.WriteAsync([.. Enumerable.Range(0, 25).Select(i => At(Noon.AddMinutes(i), Up("a")))], Token);
        var answers = Answers(table);

        List<string> times = [];
        for (var query = "limit=10"; ;)
        {
            var page = await JsonAsync(answers, query);
            times.AddRange(page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("time").GetString()!));
            if (page.GetProperty("continuation").GetString() is not { } continuation)
            {
                break;
            }

            query = $"limit=10&continuation={continuation}";
            await writer.WriteAsync([At(Noon.AddMinutes(100 + times.Count), Up("a"))], Token);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => IsoTime.Of(Noon.AddMinutes(24 - i))), times);
    }

    [Theory]
    [InlineData("", "DUDUDUDUDU")]
    [InlineData("since=2026-03-14T12:07:00Z", "DUD")]
    [InlineData("until=2026-03-14T12:02:00", "DU")]
    [InlineData("since=2026-03-14T13:02:00%2B01:00&until=2026-03-14T13:04:00+01:00", "DU")]
    [InlineData("status=down", "DDDDD")]
    [InlineData("check=b", "UUUUUUUUUU")]
    [InlineData("check=b&status=DOWN", "")]
    [InlineData("check=nobody", "")]
    [InlineData("check=a&status=UP&limit=2", "UU")]
    public async Task Runs_are_filtered(string query, string statuses)
    {
        var answers = await AnswersAsync(
            [.. Enumerable.Range(0, 10).Select(i => At(Noon.AddMinutes(i), i % 2 == 0 ? Up("a") : Down("a"), Up("b")))]);
        var runs = (await JsonAsync(answers, query)).GetProperty("runs").EnumerateArray();
        var check = HttpUtility.ParseQueryString(query)["check"];
        var found = string.Concat(runs.Select(run =>
            (check is null ? run : run.GetProperty("checks").GetProperty(check)).GetProperty("status").GetString()![0]));
        Assert.Equal(statuses, found);
    }

    [Theory]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=03/14/2026", "since")]
    [InlineData("since=", "since")]
    [InlineData("until=2026-13-01", "until")]
    [InlineData("since=2026-03-14&until=2026-03-14", "until")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("status=fine", "status")]
    [InlineData("status=1", "status")]
    [InlineData("check=", "check")]
    [InlineData("continuation=garbage", "continuation")]
    [InlineData("continuation=AAAAAAAAAAAAAAAAAAAAAA", "continuation")]
    [InlineData("continuation=%00%ff", "continuation")]
    [InlineData("sinse=2026-03-14", "sinse")]
    [InlineData("check", "check")]
    public async Task A_bad_parameter_of_history_is_named(string query, string parameter)
    {
        var answer = await Answers(null).RunsAsync(query);
        AssertNames(answer, parameter);
    }

    [Theory]
    [InlineData("period=1y", "period")]
    [InlineData("period=0d", "period")]
    [InlineData("period=401d", "period")]
    [InlineData("period=-1d", "period")]
    [InlineData("period=", "period")]
    [InlineData("window=soon", "window")]
    [InlineData("window=1d&period=1d", "window")]
    [InlineData("limit=5", "limit")]
    public async Task A_bad_parameter_of_uptime_is_named(string query, string parameter) =>
        AssertNames(await Answers(null).UptimeAsync(query), parameter);

    [Fact]
    public async Task A_continuation_is_not_accepted_by_another_query()
    {
        var answers = await AnswersAsync([At(Noon, Up("a")), At(Noon.AddMinutes(1), Up("a"))]);
        var continuation = (await JsonAsync(answers, "limit=1&status=UP")).GetProperty("continuation").GetString();
        Assert.Equal(1, (await JsonAsync(answers, $"status=UP&continuation={continuation}")).GetProperty("runs").GetArrayLength());
        AssertNames(await answers.RunsAsync($"status=DOWN&continuation={continuation}"), "continuation");
    }

    [Fact]
    public async Task A_filter_that_finds_little_ends_after_a_bounded_number_of_pages_and_goes_on_where_it_ended()
    {
        var server = await servers.AzuriteAsync();
        using var counter = new RoundTripCounter(server.Port);
        var table = new TestTable(server, port: counter.Port);
        var writer = new TestTable(server.ConnectionString(), table.Options.Table).NewWriter();
        var start = new DateTimeOffset(2026, 3, 14, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 6000; i += 60)
        {
            await writer.WriteAsync(
                [.. Enumerable.Range(i, 60).Select(n => At(start.AddSeconds(10 * n), n == 3 ? Down("a") : Up("a")))], Token);
        }

        counter.Take();
        var answers = Answers(table);
        var first = await JsonAsync(answers, "status=DOWN");
        Assert.Equal(0, first.GetProperty("runs").GetArrayLength());
        Assert.Equal(HistoryReader.MaxPages, counter.Take().Count);
        var second = await JsonAsync(answers, $"status=DOWN&continuation={first.GetProperty("continuation")}");
        Assert.Equal(1, second.GetProperty("runs").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("continuation").ValueKind);
    }

    [Fact]
    public async Task Uptime_comes_by_window_overall_and_for_each_check()
    {
        var answers = await AnswersAsync(
            [.. Enumerable.Range(0, 60).Select(i => At(Noon.AddMinutes(i - 60), i is 10 or 11 ? Down("a") : Up("a", 2), Up("b")))]);
        var json = await UptimeAsync(answers, "");
        var windows = json.GetProperty("windows");
        Assert.Equal(["24h", "7d", "30d", "90d", "365d"], windows.EnumerateObject().Select(window => window.Name));
        Assert.Equal(["a", "b"], windows.GetProperty("7d").GetProperty("checks").EnumerateObject().Select(check => check.Name));

        Assert.Equal(
            """
            {"noData":false,"since":"2026-03-14T11:00:00Z","minutes":{"total":1440,"up":58,"down":2,"unknown":0,"planned":0,"missing":1380,"degraded":0},
            "uptime":96.66667,"lowerBound":4.02778,"upperBound":99.86111,"coverage":4.16667,"degraded":0,"latencyMs":{"p50":1.9967,"p95":1.9967,"p99":1.9967},
            "incidentCount":1,"incidents":[{"start":"2026-03-14T11:10:00Z","end":"2026-03-14T11:12:00Z","ongoing":false,
            "lastDown":"2026-03-14T11:11:00Z","minutes":2,"downMinutes":2,"error":"connection refused"}]}
            """.ReplaceLineEndings(""),
            windows.GetProperty("24h").GetProperty("checks").GetProperty("a").GetRawText());

        var one = await UptimeAsync(answers, "period=2h&check=b");
        Assert.Equal(100, one.GetProperty("windows").GetProperty("2h").GetProperty("checks").GetProperty("b").GetProperty("uptime").GetDouble());
    }

    [Fact]
    public async Task A_table_that_was_never_written_says_no_data()
    {
        var json = await UptimeAsync(Answers(new TestTable(await servers.AzuriteAsync())), "period=90d");
        var overall = json.GetProperty("windows").GetProperty("90d").GetProperty("overall");
        Assert.True(overall.GetProperty("noData").GetBoolean());
        Assert.Equal(JsonValueKind.Null, overall.GetProperty("uptime").ValueKind);
        Assert.Equal(JsonValueKind.Null, overall.GetProperty("upperBound").ValueKind);
    }

    [Fact]
    public async Task Storage_that_is_away_or_not_configured_is_503()
    {
        using var port = PortLease.Take();
        var table = new TestTable(
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:{port.Port}/a;", "HealthHistory");
        Assert.Equal(503, (await Answers(table).RunsAsync()).Status);
        Assert.Equal(503, (await Answers(table).UptimeAsync()).Status);
        var answer = await Answers(null).RunsAsync();
        Assert.Equal(503, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    private static void AssertNames(HttpAnswer answer, string parameter)
    {
        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(parameter, problem.RootElement.GetProperty("parameter").GetString());
    }

    private static HistoryRoutes Answers(TestTable? table) =>
        new(table?.Table ?? (HistoryStore)new NoHistoryStore("test"), new FakeTimeProvider(Noon.AddSeconds(30)));

    private static async Task<JsonElement> JsonAsync(HistoryRoutes answers, string query) =>
        Json(await answers.RunsAsync(query));

    private static async Task<JsonElement> UptimeAsync(HistoryRoutes answers, string query) =>
        Json(await answers.UptimeAsync(query));

    private static JsonElement Json(HttpAnswer answer)
    {
        Assert.Equal(200, answer.Status);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private async Task<HistoryRoutes> AnswersAsync(IReadOnlyList<RecordedRun> runs)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync(runs, Token);
        return Answers(table);
    }
}
