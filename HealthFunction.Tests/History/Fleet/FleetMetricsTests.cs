using System.Text;
using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using HealthFunction.Tests.Formats;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>The states of the fleet for scrapers.</summary>
public sealed class FleetMetricsTests
{
    private const string Hostile = "a \"quoted\" \\ name";

    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));

    [Theory]
    [InlineData("format=openmetrics", null, true)]
    [InlineData("format=Prometheus", null, false)]
    [InlineData("", "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", true)]
    [InlineData("", "text/plain;version=0.0.4", false)]
    [InlineData("format=prometheus", "application/json", false)]
    public async Task Each_series_and_each_region_is_in_one_state(string query, string? accept, bool isOpenMetrics)
    {
        var answer = await AskAsync(Routes(West, Hidden), query, accept);

        Assert.Equal(
            (200, isOpenMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8"),
            (answer.Status, answer.ContentType));
        Assert.Contains(new("Vary", "Accept"), answer.Headers);
        Assert.Contains(new("Cache-Control", "no-store"), answer.Headers);
        var samples = ExpositionParser.Parse(Encoding.UTF8.GetString(answer.Body.Span), isOpenMetrics);
        Assert.Equal(
            [
                """health_fleet_source_status{source="a \"quoted\" \\ name",status="DOWN"}""", """health_fleet_source_status{source="west",status="UP"}""",
                """health_fleet_status{series="all",status="DOWN"}""", """health_fleet_status{series="any",status="UP"}""",
            ],
            Holding(samples));
        Assert.Equal(0, samples["""health_fleet_status{series="any",status="PLANNED"}"""]);
        Assert.Equal((1, 0), (samples["""health_fleet_degraded{series="any"}"""], samples["""health_fleet_degraded{series="all"}"""]));
        Assert.Equal(1, samples["""health_fleet_source_readable{source="west"}"""]);
        Assert.Equal(1773489600, samples["""health_fleet_source_last_record_timestamp_seconds{source="west"}"""]);
        Assert.Equal((2 * 4) + 2 + (2 * 4) + 2 + 2, samples.Count);
    }

    [Fact]
    public async Task A_planned_state_is_no_outage()
    {
        var planned = At(Noon, Down("a")) with { Planned = HealthFunction.History.Runs.PlannedKind.Maintenance };

        Assert.Equal(
            [
                """health_fleet_source_status{source="west",status="PLANNED"}""",
                """health_fleet_status{series="all",status="PLANNED"}""", """health_fleet_status{series="any",status="PLANNED"}""",
            ],
            Holding(await SamplesAsync(Routes(new DayStore("west", InMemory.Days([planned]))))));
    }

    [Fact]
    public async Task No_state_holds_when_the_last_record_is_ten_minutes_old()
    {
        var routes = Routes(West);
        _time.Advance(TimeSpan.FromMinutes(10));

        var samples = await SamplesAsync(routes);

        Assert.Empty(Holding(samples));
        Assert.Equal(0, samples["""health_fleet_status{series="any",status="UP"}"""]);
        Assert.Equal(1773489600, samples["""health_fleet_source_last_record_timestamp_seconds{source="west"}"""]);
    }

    [Fact]
    public async Task Without_a_record_there_is_no_family_without_samples()
    {
        var text = Encoding.UTF8.GetString((await AskAsync(Routes(new DayStore("west", [])), "format=openmetrics", null)).Body.Span);

        var samples = ExpositionParser.Parse(text, openMetrics: true);
        Assert.Equal(4 + 4 + 2 + 4 + 1, samples.Count);
        Assert.Equal(1, samples["""health_fleet_source_readable{source="west"}"""]);
        Assert.DoesNotContain("last_record", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_does_not_answer_is_not_readable_and_the_answer_comes_at_the_deadline()
    {
        var held = new HeldStore("held");
        using var meters = new TestMeters();
        meters.Listen();
        var asking = SamplesAsync(new HistoryRoutes(West, _time, FleetHarness.Readings(_time, meters, NullLogger.Instance, West, held)));
        await HealthFunction.Testing.Until.TrueAsync(() => held.DayReads == 1 && meters.Of("healthfunction.fleet.read.duration").Count() == 1, "one is read and the other asked");
        _time.Advance(FleetReadings.MaxWait);

        var samples = await asking;

        Assert.Equal((1, 0), (samples["""health_fleet_source_readable{source="west"}"""], samples["""health_fleet_source_readable{source="held"}"""]));
        Assert.Equal(1, samples["""health_fleet_status{series="any",status="UP"}"""]);
        Assert.Equal(0, samples["""health_fleet_status{series="all",status="UP"}"""]);
    }

    [Fact]
    public async Task A_source_narrows_what_is_listed_and_not_what_the_two_series_are_of()
    {
        var samples = await SamplesAsync(Routes(West, Hidden), "&source=WEST");

        Assert.Equal(
            ["""health_fleet_source_status{source="west",status="UP"}""", """health_fleet_status{series="all",status="DOWN"}""", """health_fleet_status{series="any",status="UP"}"""],
            Holding(samples));
    }

    [Theory]
    [InlineData("format=yaml", "format")]
    [InlineData("format=openmetrics&period=24h", "period")]
    [InlineData("format=prometheus&check=a", "check")]
    public async Task A_bad_parameter_is_named(string query, string parameter)
    {
        var answer = await AskAsync(Routes(West), query, null);

        Assert.Equal(400, answer.Status);
        Assert.Contains($"\"parameter\":\"{parameter}\"", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_accepts_none_of_the_formats_hears_which_there_are()
    {
        var answer = await AskAsync(Routes(West), "", "image/png");

        Assert.Equal(406, answer.Status);
        Assert.Contains("application/json, application/openmetrics-text, text/plain", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
    }

    /// <summary>UP and degraded.</summary>
    private static DayStore West => new("west", InMemory.Days([At(Noon, Up("a")) with { Degraded = "a: slow" }]));

    private static DayStore Hidden => new(Hostile, InMemory.Days([At(Noon, Down("a"))]));

    private HistoryRoutes Routes(params HistoryStore[] stores) => new(stores[0], _time, FleetHarness.Readings(_time, stores));

    private static Task<HttpAnswer> AskAsync(HistoryRoutes routes, string query, string? accept) =>
        accept is null ? routes.FleetAsync(query) : routes.FleetAsync(query, ("Accept", accept));

    private static async Task<Dictionary<string, double>> SamplesAsync(HistoryRoutes routes, string query = "") =>
        ExpositionParser.Parse(Encoding.UTF8.GetString((await AskAsync(routes, "format=openmetrics" + query, null)).Body.Span), openMetrics: true);

    private static IEnumerable<string> Holding(Dictionary<string, double> samples) =>
        samples.Where(s => s.Value == 1 && s.Key.Contains("status=", StringComparison.Ordinal)).Select(s => s.Key).Order(StringComparer.Ordinal);
}
