using System.Xml.Linq;
using HealthFunction.History.Runs;
using HealthFunction.Http;
using HealthFunction.Surface;
using HealthFunction.Tests.History;
using HealthFunction.Tests.History.Fleet;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.Formats.Badges;

public sealed class FleetBadgeTests
{
    /// <summary>In the last hour west had its mails DOWN and east its orders, but for the first half of it.</summary>
    [Theory]
    [InlineData("overall.svg", "fleet=any", "status any: down")]
    [InlineData("overall.svg", "fleet=all", "status all: down")]
    [InlineData("queue.orders.svg", "fleet=any", "queue.orders any: up")]
    [InlineData("queue.orders.svg", "fleet=ALL", "queue.orders all: down")]
    [InlineData("queue.svg", "fleet=any", "queue any: down")]
    [InlineData("overall.svg", "fleet=any&window=24h", "uptime 24h any: 50%")]
    [InlineData("overall.svg", "fleet=all&window=24h", "uptime 24h all: 50%")]
    [InlineData("queue.orders.svg", "fleet=any&window=30d", "queue.orders 30d any: 100%")]
    [InlineData("queue.orders.svg", "fleet=all&window=30d", "queue.orders 30d all: 50%")]
    [InlineData("queue.svg", "fleet=any&window=7d", "queue 7d any: 50%")]
    [InlineData("queue.other.svg", "fleet=any", "queue.other any: no data")]
    [InlineData("queue.other.svg", "fleet=any&window=7d", "queue.other 7d any: no data")]
    public async Task A_badge_shows_what_is_recorded_over_all_regions(string file, string query, string title)
    {
        var (west, east) = (Runs(Up("queue.orders"), Down("queue.mails")), Runs(Down("queue.orders"), Up("queue.mails")));
        using var host = Host(new DayStore("west", InMemory.Days(west)), new DayStore("east", InMemory.Days(east)));

        Assert.Equal(title, Title(await AskAsync(host, file, query)));
    }

    [Fact]
    public async Task A_planned_minute_is_shown_as_such()
    {
        var runs = new[] { At(Noon.AddMinutes(-1), Down("queue.orders")) with { Planned = PlannedKind.Maintenance } };
        using var host = Host(new DayStore("west", InMemory.Days(runs)));

        Assert.Equal("status any: planned", Title(await AskAsync(host, "overall.svg", "fleet=any")));
    }

    [Theory]
    [InlineData("overall.svg", "fleet=any", "status any: up")]
    [InlineData("overall.svg", "fleet=all", "status all: degraded")]
    [InlineData("queue.svg", "fleet=all", "queue all: degraded")]
    [InlineData("queue.mails.svg", "fleet=all", "queue.mails all: up")]
    public async Task A_series_that_is_up_and_degraded_says_so(string file, string query, string title)
    {
        var (west, east) = (Runs(Degraded("queue.orders"), Up("queue.mails")), Runs(Up("queue.orders"), Up("queue.mails")));
        using var host = Host(new DayStore("west", InMemory.Days(west)), new DayStore("east", InMemory.Days(east)));

        Assert.Equal(title, Title(await AskAsync(host, file, query)));
    }

    [Theory]
    [InlineData("overall.svg", "status: degraded")]
    [InlineData("slow.one.svg", "slow.one: degraded")]
    [InlineData("queue.svg", "queue: up")]
    public async Task Without_a_fleet_it_is_that_of_a_run(string file, string title)
    {
        using var host = Host();

        Assert.Equal(title, Title(await AskAsync(host, file, "")));
    }

    [Theory]
    [InlineData("fleet=some")]
    [InlineData("fleet=")]
    [InlineData("fleet=any&fleet=all")]
    public async Task Another_series_than_the_two_is_refused(string query)
    {
        using var host = Host();

        Assert.Equal(400, (await AskAsync(host, "overall.svg", query)).Status);
    }

    [Fact]
    public async Task Without_storage_there_is_no_data_and_a_picture_all_the_same()
    {
        using var host = Host();

        Assert.Equal("status any: no data", Title(await AskAsync(host, "overall.svg", "fleet=any")));
    }

    private static RecordedRun[] Runs(params RecordedCheck[] checks) =>
        [.. Enumerable.Range(0, 60).Select(i => i < 30 ? At(Noon.AddMinutes(i - 60), [.. checks.Select(c => Up(c.Name))]) : At(Noon.AddMinutes(i - 60), checks))];

    private static IHost Host(params DayStore[] stores)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var checks = builder.Services.AddHealthFunctionCore();
        foreach (var name in new[] { "queue.orders", "queue.mails", "queue.other" })
        {
            checks.AddCheck(name, () => HealthCheckResult.Healthy(), name == "queue.other" ? [] : ["queue"]);
        }

        checks.AddCheck("slow.one", () => HealthCheckResult.Degraded());
        builder.Services.AddSingleton(FleetHarness.Readings(new FakeTimeProvider(Noon), stores));
        return builder.Build();
    }

    private static async Task<HttpAnswer> AskAsync(IHost host, string file, string query) =>
        await host.Services.GetRequiredService<HttpSurface>().AnswerAsync(Routes.Badge, new StubRequest(query, file));

    private static string Title(HttpAnswer answer)
    {
        Assert.Equal((200, "image/svg+xml; charset=utf-8"), (answer.Status, answer.ContentType));
        return XDocument.Load(new MemoryStream(answer.Body.ToArray())).Root!.Elements().First(e => e.Name.LocalName == "title").Value;
    }
}
