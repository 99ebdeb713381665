using System.Text;
using HealthFunction.Testing;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Telemetry;

/// <summary>Puts a secret into every setting that can hold one, and searches all exported data for them.</summary>
public sealed class TelemetrySecretTests
{
    private readonly Canaries _canaries = new();

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task Nothing_that_is_exported_holds_a_secret_or_anything_of_an_exception(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var insights = await InsightsReceiver.StartAsync();
        var settings = OtlpExportTests.Settings(receiver, protocol).Concat(insights.Settings).ToDictionary();
        var header = _canaries.New("header").Replace("+/", "-", StringComparison.Ordinal);
        var azuriteKey = Convert.ToBase64String(Encoding.UTF8.GetBytes(_canaries.New("key")));
        settings["OTEL_EXPORTER_OTLP_HEADERS"] = $"api-key={header}";
        settings["Health__ErrorDetail"] = "Full";
        settings["Logging__LogLevel__default"] = "Trace";
        settings["Health__Databases__default"] = $"Host=127.0.0.1;Port=1;Username=hidden-user;Password={_canaries.New("database")}";
        settings["Health__Caches__default"] = $"127.0.0.1:1,password={_canaries.New("cache")}";
        settings["Health__Tables__default"] = $"AccountName=hidden;AccountKey={azuriteKey};TableEndpoint=http://127.0.0.1:1/hidden";
        settings["Health__Endpoints__web"] = $"http://127.0.0.1:1/?code={Uri.EscapeDataString(_canaries.New("query"))}";
        settings["Health__Endpoints__host"] = "http://hidden-host.invalid/";
        settings["AzureWebJobsStorage"] = $"AccountName=hidden;AccountKey={azuriteKey};TableEndpoint=http://127.0.0.1:1/hidden";
        await using var app = await AppProcess.StartAsync(settings);

        await OtlpExportTests.AskAsync(app, "api/health", 503);
        await OtlpExportTests.TickAsync(app);
        await Until.TrueAsync(
            () => receiver.Point("healthfunction.recordings", ("healthfunction.recording.outcome", "unavailable")) is not null
                && receiver.Spans.Count(s => s.StatusText == "connection refused") >= 4
                && insights.Items.Count > 0,
            "failures are reported");
        app.Terminate();
        await app.WaitForExitAsync();

        // The header is for the collector, which gets it with each request; it must be in nothing else.
        Assert.All(receiver.Received, r => Assert.Contains($"api-key: {header}\n", r, StringComparison.Ordinal));
        var exported = string.Join('\n', receiver.Received.Select(r => r.Replace($"api-key: {header}\n", "", StringComparison.Ordinal)))
            + string.Join('\n', insights.Items.Select(i => i.ToJsonString()));
        _canaries.AssertAbsent(exported);
        _canaries.AssertAbsent(app.Output);
        Assert.All(
            new[] { "hidden", "Exception", "   at ", "127.0.0.1:1/", "Connection refused (" },
            text => Assert.DoesNotContain(text, exported, StringComparison.Ordinal));
    }
}
