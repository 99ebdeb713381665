using System.Diagnostics;
using HealthFunction.Testing;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Telemetry;

/// <summary>A receiver of telemetry must not be able to harm the app.</summary>
[Collection(nameof(Timing))]
public sealed class UnreachableCollectorTests
{
    private const int Requests = 100;

    /// <summary>The time that telemetry may add to the end of the app, and a second for the process itself.</summary>
    private static readonly TimeSpan MaxEndTime = TimeSpan.FromSeconds(2 + 1);

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_that_hangs_delays_no_answer_and_the_end_by_no_more_than_its_bound(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Hangs = true;
        await using var insights = await OtlpReceiver.StartAsync();
        insights.Hangs = true;
        var settings = OtlpExportTests.Settings(receiver, protocol);
        settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={InsightsReceiver.Key};IngestionEndpoint={insights.Http}";
        settings["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = settings["APPLICATIONINSIGHTS_SDKSTATS_DISABLED"] = "true";

        await AnswersAsUsualAsync(settings, () => receiver.Received.Count > 1);
    }

    [Fact]
    public async Task A_missing_collector_delays_nothing_either_and_is_not_logged_each_time()
    {
        await AnswersAsUsualAsync(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "50",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            },
            () => true);
    }

    private static async Task AnswersAsUsualAsync(Dictionary<string, string?> settings, Func<bool> isUnderWay)
    {
        settings["Health__Endpoints__web"] = "http://127.0.0.1:1/";
        await using var app = await AppProcess.StartAsync(settings);
        await OtlpExportTests.AskAsync(app, "api/health", 503);
        await Until.TrueAsync(isUnderWay, "the exporters wait for an answer");
        await app.WaitForOutputAsync("The plans of");

        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Requests; i++)
        {
            var asked = Stopwatch.StartNew();
            await OtlpExportTests.AskAsync(app, "api/health", 503);
            slowest = asked.Elapsed > slowest ? asked.Elapsed : slowest;
        }

        Assert.InRange(slowest, TimeSpan.Zero, Timing.Slack);
        var log = app.Output;
        app.Terminate();
        var ending = Stopwatch.StartNew();
        Assert.Equal(0, await app.WaitForExitAsync());
        Assert.InRange(ending.Elapsed, TimeSpan.Zero, MaxEndTime);
        Assert.DoesNotContain("OpenTelemetry", app.Output, StringComparison.OrdinalIgnoreCase);
        var warnings = log.Split('\n').Where(line => line.Contains("warn:", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.Single(warnings, line => line.Contains("endpoint.web is Down", StringComparison.Ordinal));
        Assert.Single(warnings, line => line.Contains("Table storage cannot be reached: Connection refused", StringComparison.Ordinal));
    }
}
