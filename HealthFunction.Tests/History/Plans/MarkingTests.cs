using System.Text.Json.Nodes;
using HealthFunction.History.Plans;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Plans;

/// <summary>Failures that are marked afterwards as planned: both figures show, and nothing that was recorded changes.</summary>
public sealed class MarkingTests(SharedServers servers)
{
    private readonly FakeTimeProvider _time = new(Noon.AddMinutes(60));

    [Fact]
    public async Task Uptime_has_the_figures_as_recorded_and_as_marked_and_the_rows_stay_as_they_are()
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        await table.NewWriter().WriteAsync(
            [.. Enumerable.Range(0, 40).Select(minute => At(Noon.AddMinutes(minute), minute < 10 ? Down("a") : Up("a"), minute is >= 5 and < 15 ? Down("b") : Up("b")))],
            Patience.Token);
        var recorded = (await table.DayAsync(new DateOnly(2026, 3, 14))).Find("a")!.Count(0, 1440);
        using var harness = new PlanHarness(_time, table.Table);
        var routes = new HistoryRoutes(table.Table, _time, plans: harness.Book);
        var before = await UptimeAsync(routes);
        Assert.Null(before["markings"]);
        Assert.Null(before["windows"]!["1h"]!["marked"]);

        // Of both checks, the minutes 2 to 6.
        var marking = Marking(2, 7);
        await harness.AddAsync(marking);
        var all = await UptimeAsync(routes);
        Assert.Equal(before["windows"]!["1h"]!["overall"]!.ToJsonString(), all["windows"]!["1h"]!["overall"]!.ToJsonString());
        Assert.Equal(("15 0", "10 5", "5 5", "8 2"), (Minutes(all, null, "overall"), Minutes(all, "marked", "overall"), Minutes(all, "marked", "a"), Minutes(all, "marked", "b")));
        Assert.Equal((marking.Id, "a mistake"), ((string?)all["markings"]![0]!["id"], (string?)all["markings"]![0]!["text"]));

        // Withdrawn, and of one check alone: the deployment's minutes are those whose cause was that check.
        await harness.EndAsync(marking.Id, _time.GetUtcNow());
        await harness.AddAsync(Marking(0, 20) with { Checks = ["a"] });
        var one = await UptimeAsync(routes);
        Assert.Equal(("5 10", "0 10", "10 0"), (Minutes(one, "marked", "overall"), Minutes(one, "marked", "a"), Minutes(one, "marked", "b")));
        Assert.Single(one["markings"]!.AsArray());
        Assert.Equal(recorded, (await table.DayAsync(new DateOnly(2026, 3, 14))).Find("a")!.Count(0, 1440));
    }

    [Fact]
    public async Task A_marking_of_another_source_or_of_another_time_is_none_here()
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        await table.NewWriter().WriteAsync([At(Noon, Down("a"))], Patience.Token);
        using var harness = new PlanHarness(_time, table.Table);
        await harness.AddAsync(Marking(0, 20) with { Source = "east" });
        await harness.AddAsync(Marking(-300, -200));

        Assert.Null((await UptimeAsync(new HistoryRoutes(table.Table, _time, plans: harness.Book)))["markings"]);
    }

    private Plan Marking(int from, int until)
    {
        var now = _time.GetUtcNow();
        return SamplePlans.Drain("west", created: now) with { Kind = PlanKind.Marking, Text = "a mistake", From = Noon.AddMinutes(from), Until = Noon.AddMinutes(until) };
    }

    private static async Task<JsonNode> UptimeAsync(HistoryRoutes routes) => JsonNode.Parse((await routes.UptimeAsync("period=1h")).Body.Span)!;

    private static string Minutes(JsonNode uptime, string? member, string series)
    {
        var window = uptime["windows"]!["1h"]!;
        window = member is null ? window : window[member]!;
        var minutes = (series == "overall" ? window[series] : window["checks"]![series])!["minutes"]!;
        return $"{minutes["down"]} {minutes["planned"]}";
    }
}
