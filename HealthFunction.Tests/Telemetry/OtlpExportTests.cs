using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

/// <summary>The app as a process, with an OTLP receiver in this one.</summary>
public sealed class OtlpExportTests(SharedServers shared)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task Runs_checks_and_recordings_arrive_with_their_names_units_and_attributes(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var azurite = await shared.AzuriteAsync();
        var settings = Settings(receiver, protocol);
        settings["Health__Caches__default"] = redis.ConnectionString();
        settings["Health__Tables__default"] = azurite.ConnectionString();
        settings["Health__Caches__default__Timeout"] = settings["Health__Tables__default__Timeout"] = "00:00:10";

        // Azurite needs longer.
        settings["Health__Tables__default__SlowAfter"] = "00:00:00.001";
        settings["AzureWebJobsStorage"] = azurite.ConnectionString();
        settings["Health__History__Table"] = "Telemetry" + Guid.NewGuid().ToString("N");
        await using var app = await AppProcess.StartAsync(settings);

        await AskAsync(app, "api/health", 200);
        await Until.TrueAsync(() => StateOf(receiver, "cache.default") == "up", "the cache is reported as up");
        await redis.StopAsync();
        await AskAsync(app, "api/health", 503);
        await TickAsync(app);
        await Until.TrueAsync(() => StateOf(receiver, "cache.default") == "down", "the cache is reported as down");
        Assert.Equal("up", StateOf(receiver, "table.default"));
        await Until.TrueAsync(
            () => receiver.Point("healthfunction.recordings", ("healthfunction.recording.outcome", "written")) is not null, "a recording is reported");

        Assert.All(receiver.Points, p =>
        {
            Assert.Equal("HealthFunction", p.Scope);
            Assert.Equal("health-of-tests", p.Resource["service.name"]);
            Assert.Equal("blue", p.Resource["deployment.colour"]);
            Assert.NotEqual("", p.Resource["service.version"]);
            Assert.NotEqual("", p.Resource["service.instance.id"]);
        });

        var duration = receiver.Point("healthfunction.run.duration", ("healthfunction.run.group", "all"), ("healthfunction.run.state", "up"))!;
        Assert.Equal(("s", "histogram"), (duration.Unit, duration.Kind));
        Assert.InRange(duration.Value, 0.0001, 60);
        Assert.Equal(0.001, duration.Bounds[0]);
        Assert.Equal(60, duration.Bounds[^1]);

        var runs = receiver.Point("healthfunction.runs", ("healthfunction.run.group", "all"), ("healthfunction.run.state", "down"))!;
        Assert.Equal(("{run}", "sum"), (runs.Unit, runs.Kind));
        Assert.InRange(runs.Value, 1, 2);

        var failing = receiver.Point(
            "healthfunction.check.duration",
            ("healthfunction.check.name", "cache.default"), ("healthfunction.check.state", "down"), ("error.type", "connection refused"))!;
        Assert.Equal(("s", "histogram"), (failing.Unit, failing.Kind));
        Assert.NotNull(receiver.Point("healthfunction.check.duration", ("healthfunction.check.name", "table.default"), ("healthfunction.check.state", "up")));
        Assert.Equal("1", receiver.Point("healthfunction.check.state")!.Unit);
        Assert.Equal(("1", 1), Degraded(receiver, "table.default"));
        Assert.Equal(("1", 0), Degraded(receiver, "cache.default"));
        Assert.Equal(("{run}", 0d), (receiver.Point("healthfunction.recording.queue.length")!.Unit, receiver.Point("healthfunction.recording.queue.length")!.Value));

        await Until.TrueAsync(() => receiver.Spans.Any(s => s.Status == OtlpSpan.Error && s.ParentId.Length > 0), "the failing run's spans arrive");
        var check = receiver.Spans.First(s => s.Name == "check cache.default" && s.Status == OtlpSpan.Error);
        Assert.Equal("connection refused", check.StatusText);
        Assert.Equal("connection refused", check.Attributes["error.type"]);
        Assert.Equal("down", check.Attributes["healthfunction.check.state"]);
        Assert.Equal(true, check.Attributes["healthfunction.check.critical"]);
        var run = Assert.Single(receiver.Spans, s => s.SpanId == check.ParentId);
        Assert.Equal(("run all", "", OtlpSpan.Error), (run.Name, run.ParentId, run.Status));
        Assert.Equal(run.TraceId, check.TraceId);
        Assert.InRange(check.Start, run.Start, run.End);
        Assert.InRange(check.End, check.Start, run.End);
        var sound = Assert.Single(receiver.Spans, s => s.ParentId == run.SpanId && s.Name == "check table.default");
        Assert.Equal(OtlpSpan.Unset, sound.Status);
    }

    [Fact]
    public async Task What_was_not_sent_yet_is_sent_when_the_app_ends()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = Settings(receiver, "http/protobuf");
        settings["OTEL_METRIC_EXPORT_INTERVAL"] = settings["OTEL_BSP_SCHEDULE_DELAY"] = "3600000";
        settings["Health__Endpoints__web"] = "http://127.0.0.1:1/";
        await using var app = await AppProcess.StartAsync(settings);
        await AskAsync(app, "api/health", 503);
        Assert.Empty(receiver.Received);

        app.Terminate();

        Assert.Equal(0, await app.WaitForExitAsync());
        Assert.NotNull(receiver.Point("healthfunction.runs", ("healthfunction.run.state", "down")));
        Assert.Contains(receiver.Spans, s => s.StatusText == "connection refused");
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("always_on", 3)]
    [InlineData("always_off", 0)]
    public async Task Of_runs_that_are_up_one_a_minute_is_traced_unless_the_operator_has_a_sampler(string? sampler, int traced)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = Settings(receiver, "http/protobuf");
        settings["OTEL_TRACES_SAMPLER"] = sampler;
        await using var app = await AppProcess.StartAsync(settings);
        for (var run = 0; run < 3; run++)
        {
            await AskAsync(app, "api/health", 200);
        }

        app.Terminate();
        await app.WaitForExitAsync();

        Assert.Equal(traced, receiver.Spans.Count);
        Assert.Equal(3, receiver.Point("healthfunction.runs")!.Value);
    }

    [Fact]
    public async Task Without_a_receiver_in_the_settings_no_exporter_is_loaded()
    {
        var app = await shared.AppAsync();
        await AskAsync(app, "api/health", 200);

        Assert.DoesNotContain(LoadedAssemblies(app), a => a.Contains("OpenTelemetry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_receiver_an_exporter_is_loaded_and_with_the_sdk_disabled_it_is_not()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = Settings(receiver, "grpc");
        await using (var app = await AppProcess.StartAsync(settings))
        {
            Assert.Contains(LoadedAssemblies(app), a => a.Contains("OpenTelemetry.Exporter.OpenTelemetryProtocol", StringComparison.Ordinal));
        }

        settings["OTEL_SDK_DISABLED"] = "true";
        await using var disabled = await AppProcess.StartAsync(settings);
        Assert.DoesNotContain(LoadedAssemblies(disabled), a => a.Contains("OpenTelemetry", StringComparison.Ordinal));
    }

    internal static Dictionary<string, string?> Settings(OtlpReceiver receiver, string protocol) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = (protocol == "grpc" ? receiver.Grpc : receiver.Http).ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_SERVICE_NAME"] = "health-of-tests",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.colour=blue",
    };

    internal static async Task AskAsync(AppProcess app, string path, int status)
    {
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    internal static async Task TickAsync(AppProcess app)
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await app.Client.PostAsync(new Uri("admin/functions/RecordHistory", UriKind.Relative), body, Cancelled);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    /// <summary>The current state in the last export, which has a point for each of the three states.</summary>
    private static string? StateOf(OtlpReceiver receiver, string check)
    {
        string[] holding =
        [
            .. new[] { "up", "down", "unknown" }.Where(state => receiver.Point(
                "healthfunction.check.state", ("healthfunction.check.name", check), ("healthfunction.check.state", state)) is { Value: 1 }),
        ];
        return holding.Length == 1 ? holding[0] : null;
    }

    private static (string Unit, double Value)? Degraded(OtlpReceiver receiver, string check) =>
        receiver.Point("healthfunction.check.degraded", ("healthfunction.check.name", check)) is { } point ? (point.Unit, point.Value) : null;

    private static IEnumerable<string> LoadedAssemblies(AppProcess app) =>
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{app.ProcessId}/maps"))
            .Where(line => line.EndsWith(".dll", StringComparison.Ordinal))
            .Select(line => Path.GetFileName(line))
            .Distinct();
}
