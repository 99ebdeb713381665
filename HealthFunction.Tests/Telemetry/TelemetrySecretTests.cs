using System.Text;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_that_is_exported_holds_the_key_of_a_change_whether_it_is_made_or_refused(bool isFunctionsApp)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var settings = OtlpExportTests.Settings(receiver, "http/protobuf");
        settings["OTEL_TRACES_SAMPLER"] = "always_on";
        settings["AzureWebJobsStorage"] = azurite.ConnectionString();
        settings["Health__ErrorDetail"] = "Full";

        if (isFunctionsApp)
        {
            // The stand-in for the host knows one key, and passes requests on with it, as the host does.
            _canaries.Add("host key", HttpFrontEnd.Key);
            await using var worker = await WorkerApp.StartAsync(settings);
            await ChangeAsync(worker.Client, HttpFrontEnd.Key, isQueryRead: true);
            await ExportedAsync(receiver);
            _canaries.AssertAbsent(worker.Said);
        }
        else
        {
            settings["Health__AdminKey"] = _canaries.New("admin key");
            await using var app = await AppProcess.StartAsync(settings);
            await ChangeAsync(app.Client, settings["Health__AdminKey"]!, isQueryRead: false);
            await ExportedAsync(receiver);
            app.Terminate();
            await app.WaitForExitAsync();
            _canaries.AssertAbsent(app.Output);
        }

        Assert.Contains(receiver.Spans, span => span.Name == "run all");
        _canaries.AssertAbsent(string.Join('\n', receiver.Received));
    }

    /// <summary>Changes with the key, with one that is wrong, and with the key in the query, and a run beside them.</summary>
    private async Task ChangeAsync(HttpClient client, string key, bool isQueryRead)
    {
        const string Note = """{"kind":"note","text":"x"}""";
        var wrong = _canaries.New("wrong key");
        var id = await new PlanClient(client, key).NewAsync(Note);
        Assert.Equal(200, (int)(await new PlanClient(client, key).GetAsync("api/plans?audit=true")).Code);
        Assert.Equal(200, (int)(await new PlanClient(client, key).DeleteAsync(id)).Code);
        foreach (var (header, query) in new[] { (wrong, ""), (null, $"?code={Uri.EscapeDataString(wrong)}") })
        {
            foreach (var (method, path, body) in new[] { ("POST", "api/plans", Note), ("PATCH", $"api/plans/{id}", "{}"), ("DELETE", $"api/plans/{id}", null) })
            {
                Assert.Equal(401, (int)(await new PlanClient(client, header).SendAsync(method, path + query, body)).Code);
            }
        }

        var (code, _, _) = await new PlanClient(client, null).SendAsync("POST", $"api/plans?code={Uri.EscapeDataString(key)}", Note);
        Assert.Equal(isQueryRead ? 201 : 401, (int)code);
        using var health = await client.GetAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)health.StatusCode);
    }

    /// <summary>Returns when the spans and metrics of what was asked for have arrived.</summary>
    private static Task ExportedAsync(OtlpReceiver receiver) => Until.TrueAsync(
        () => receiver.Spans.Any(span => span.Name == "run all") && receiver.Point("healthfunction.runs") is not null, "the run is exported");
}
