using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HealthFunction.SeedHistory;
using HealthFunction.Surface;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.Formats;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.OpenApi;

/// <summary>Compares the document with the answers of the endpoints: every answer is described, and everything described occurs.</summary>
public sealed partial class OpenApiTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "HealthFunction.Core", "Formats", "openapi.json")))!;

    private static readonly string[] Formats = ["json", "health+json", "ui", "openmetrics", "prometheus"];

    private static readonly (string Template, string Path)[] HealthRoutes =
    [
        ("/health", "/health"), ("/health/live", "/health/live"), ("/health/ready", "/health/ready"), ("/health/{name}", "/health/cache.default"),
    ];

    private static readonly (string Template, string Path)[] OtherRoutes =
    [
        ("/history", "/history?limit=5"), ("/uptime", "/uptime"), ("/fleet", "/fleet"), ("/status", "/status"), ("/badge/{name}.svg", "/badge/cache.default.svg"),
        ("/jsi18n", "/jsi18n"), ("/openapi.json", "/openapi.json"),
    ];

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["/history"] = "/history?limit=none",
        ["/uptime"] = "/uptime?period=1y",
        ["/fleet"] = "/fleet?source=nosuch",
        ["/badge/{name}.svg"] = "/badge/overall.svg?window=1y",
        ["/jsi18n"] = "/jsi18n?languages=de",
    };

    private readonly HashSet<string> _seen = [];
    private AppProcess _serving = null!;
    private AppProcess _broken = null!;
    private AppProcess _gated = null!;
    private AppProcess _lost = null!;

    public async ValueTask InitializeAsync()
    {
        var azurite = await servers.AzuriteAsync();
        var table = new TestTable(azurite, "openapi");
        using (var seeder = new Seeder(table.Client, "openapi"))
        {
            await seeder.WriteAsync(new PlausibleHistory(3, 1), TimeProvider.System.GetUtcNow(), 60, 2, TestContext.Current.CancellationToken);
        }

        _serving = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__History__ConnectionString"] = azurite.ConnectionString(),
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = "openapi",
            ["Health__Fleet__empty__Source"] = "never recorded",
            ["Health__AdminKey"] = PlanClient.AdminKey,
        });
        _broken = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Caches__default"] = "127.0.0.1:1,password=x",
            ["Health__MaxAge"] = "00:10:00",
            ["AzureWebJobsStorage"] = "",
        });
        _lost = await AppProcess.StartAsync(new Dictionary<string, string?> { ["Health__AdminKey"] = PlanClient.AdminKey });
        _gated = await AppProcess.StartAsync(new Dictionary<string, string?> { ["Health__AllowedNetworks"] = "192.0.2.0/24" });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { _serving, _broken, _gated, _lost })
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task The_document_describes_exactly_what_the_endpoints_answer()
    {
        foreach (var (template, path) in HealthRoutes)
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                foreach (var app in new[] { _serving, _broken })
                {
                    foreach (var format in Formats)
                    {
                        await AskAsync(app, method, template, $"{path}?format={Uri.EscapeDataString(format)}");
                    }
                }

                await AskAsync(_serving, method, template, $"{path}?format=none");
                await AskAsync(_serving, method, template, path, ("Accept", "image/png"));
                await AskAsync(_gated, method, template, path);
            }
        }

        await AskAsync(_serving, "GET", "/health/{name}", "/health/nosuch");
        await AskAsync(_serving, "HEAD", "/health/{name}", "/health/nosuch");

        foreach (var method in new[] { "GET", "HEAD" })
        {
            foreach (var (template, path) in OtherRoutes)
            {
                await AskAsync(_serving, method, template, path);
                await AskAsync(_gated, method, template, path);
                if (Refused.TryGetValue(template, out var refused))
                {
                    await AskAsync(_serving, method, template, refused);
                }

                // Sent to the app whose report and history do not change.
                if (await AskAsync(_broken, method, template, path) is { } tag)
                {
                    await AskAsync(_broken, method, template, path, ("If-None-Match", tag));
                }
            }

            foreach (var format in new[] { "openmetrics", "prometheus" })
            {
                await AskAsync(_serving, method, "/fleet", $"/fleet?format={format}");
            }

            await AskAsync(_serving, method, "/fleet", "/fleet", ("Accept", "image/png"));
            await AskAsync(_serving, method, "/badge/{name}.svg", "/badge/nosuch.svg");
            await AskAsync(_serving, method, "/jsi18n", "/jsi18n?domain=nosuch");
        }

        await AskForPlansAsync();
        await AskForFeedAsync();
        await AskAsync(_serving, "OPTIONS", "/health/{name}", "/health/nosuch");
        foreach (var (template, path) in HealthRoutes.Concat(OtherRoutes))
        {
            await AskAsync(_serving, "OPTIONS", template, path);
            await AskAsync(_broken, "OPTIONS", template, path);
            await AskAsync(_gated, "OPTIONS", template, path);
            await ExpectNotAllowedAsync(template, path);
        }

        Assert.Equal(Promised().Order(StringComparer.Ordinal), _seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_route_is_in_the_document()
    {
        var routes = Routes.All.Select(route => Blank("/" + route.Template)).ToHashSet();

        Assert.NotEmpty(routes);
        Assert.Subset(Document["paths"]!.AsObject().Select(p => Blank(p.Key.Replace(".svg", "", StringComparison.Ordinal))).ToHashSet(), routes);
    }

    [Fact]
    public async Task The_served_document_is_the_one_in_the_repository() =>
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "HealthFunction.Core", "Formats", "openapi.json"), TestContext.Current.CancellationToken),
            await _serving.Client.GetByteArrayAsync(new Uri("api/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken));

    private async Task AskForFeedAsync()
    {
        const string Feed = "/feed";
        foreach (var method in new[] { "GET", "HEAD" })
        {
            foreach (var format in new[] { "atom", "json", "ical" })
            {
                var tag = await AskAsync(_serving, method, Feed, $"{Feed}?format={format}");
                Assert.NotNull(tag);
                await AskAsync(_serving, method, Feed, $"{Feed}?format={format}", ("If-None-Match", tag));
            }

            await AskAsync(_serving, method, Feed, Feed, ("Accept", "image/png"));
            await AskAsync(_serving, method, Feed, $"{Feed}?format=rss");
            await AskAsync(_broken, method, Feed, Feed);
            await AskAsync(_gated, method, Feed, Feed);
        }

        await AskAsync(_serving, "OPTIONS", Feed, Feed);
        await AskAsync(_gated, "OPTIONS", Feed, Feed);
        await ExpectNotAllowedAsync(Feed, Feed);
    }

    private async Task AskForPlansAsync()
    {
        const string All = "/plans";
        const string One = "/plans/{id}";
        const string Drain = """{"kind":"drain","reason":"upgrade","source":"openapi","from":"2099-01-01T00:00Z"}""";
        var soon = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
        (string Name, string Value) key = ("x-functions-key", PlanClient.AdminKey);
        var operating = new PlanClient(_serving.Client, PlanClient.AdminKey);
        await operating.NewAsync(Drain.Replace("2099-01-01T00:00Z", soon, StringComparison.Ordinal));
        await operating.NewAsync("""{"kind":"maintenance","text":"disks","source":"*","cron":"0 2 * * SUN","timeZone":"Europe/Berlin","length":"02:00:00","checks":["cache.default"]}""");
        var note = await operating.NewAsync($$"""{"kind":"note","text":"x","source":"*","incident":"{{soon}}"}""");
        var over = await operating.NewAsync("""{"kind":"note","text":"x","source":"*"}""");
        Assert.Equal(200, (int)(await operating.DeleteAsync(over)).Code);
        foreach (var method in new[] { "GET", "HEAD" })
        {
            await AskAsync(_serving, method, All, All);
            await AskAsync(_lost, method, All, All);
            await AskAsync(_serving, method, All, All + "?audit=true", key);
            await AskAsync(_serving, method, All, All + "?audit=true");
            await AskAsync(_serving, method, All, All + "?audit=no");
            await AskAsync(_lost, method, All, All + "?audit=true", key);
            await AskAsync(_serving, method, One, $"{All}/{note}");
            await AskAsync(_serving, method, One, $"{All}/{over}");
            await AskAsync(_serving, method, One, $"{All}/{over}?x=1");
            await AskAsync(_serving, method, One, $"{All}/nosuch");
            await AskAsync(_lost, method, One, $"{All}/nosuch");
        }

        foreach (var (method, template, path, good) in new[]
        {
            ("POST", All, All, """{"kind":"note","text":"x","source":"*"}"""), ("PATCH", One, $"{All}/{note}", """{"text":"y","state":"identified"}"""), ("DELETE", One, $"{All}/{note}", ""),
        })
        {
            var hasBody = good.Length > 0;
            await AskAsync(_gated, method, template, path);
            await AskAsync(_serving, method, template, path, ("x-functions-key", "another"), good);
            await AskAsync(_serving, method, template, path, key, hasBody ? "{}" : "", hasBody ? null : new string('k', 201));
            await AskAsync(_lost, method, template, path, key, good);
            if (hasBody)
            {
                await AskAsync(_serving, method, template, path, key, new string(' ', 70_000));
                await AskAsync(_serving, method, template, path, key, "not JSON", contentType: "text/plain");
            }

            if (template == One)
            {
                await AskAsync(_serving, method, template, $"{All}/0123456789abcdef0123", key, good);
                await AskAsync(_serving, method, template, $"{All}/{over}", key, good);
            }

            await AskAsync(_serving, method, template, path, key, good, method);
            await AskAsync(_serving, method, template, method == "DELETE" ? $"{All}/{over}" : path, key, hasBody ? good + " " : "", method);
        }

        foreach (var (template, path) in new[] { (All, All), (One, $"{All}/{note}") })
        {
            await AskAsync(_serving, "OPTIONS", template, path);
            await AskAsync(_gated, "OPTIONS", template, path);
            await AskAsync(_gated, "GET", template, path);
            await AskAsync(_gated, "HEAD", template, path);
        }
    }

    /// <summary>Sends the request, and compares the answer with the document.</summary>
    /// <returns>The answer's entity tag, if it has one.</returns>
    private async Task<string?> AskAsync(
        AppProcess app,
        string method,
        string template,
        string path,
        (string Name, string Value)? header = null,
        string requestBody = "",
        string? idempotencyKey = null,
        string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("api" + path, UriKind.Relative));
        if (header is { } h)
        {
            request.Headers.TryAddWithoutValidation(h.Name, h.Value);
        }

        if (requestBody.Length > 0)
        {
            request.Content = new StringContent(requestBody, new System.Net.Http.Headers.MediaTypeHeaderValue(contentType));
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        var said = $"{method} {template} {status}";
        var promised = Document["paths"]![template]![method.ToLowerInvariant()]!["responses"]![$"{status}"];
        Assert.True(promised is not null, $"{said} is not in the document ({path}).");
        if (body.Length == 0)
        {
            Assert.True(method != "GET" || promised["content"] is null, $"{said} promises a body ({path}).");
            _seen.Add(said);
            return response.Headers.ETag?.ToString();
        }

        var media = response.Content.Headers.ContentType!.MediaType!;
        var schema = promised["content"]?[media]?["schema"];
        Assert.True(schema is not null, $"{said} {media} is not in the document ({path}).");
        JsonNode? value = media.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(body) : JsonValue.Create(body);
        Assert.True(new JsonSchema(Document, schema).Validate(value) is [], $"{said} {media} ({path}): {string.Join("; ", new JsonSchema(Document, schema).Validate(value).Take(5))}");
        _seen.Add($"{said} {media}");
        return response.Headers.ETag?.ToString();
    }

    private async Task ExpectNotAllowedAsync(string template, string path)
    {
        using var response = await _serving.Client.PostAsync(new Uri("api" + path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        var documented = Document["paths"]![template]!.AsObject().Select(o => o.Key.ToUpperInvariant());

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(documented.Order(StringComparer.Ordinal), response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Promised() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        from response in operation.Value!["responses"]!.AsObject()
        let said = $"{operation.Key.ToUpperInvariant()} {path.Key} {response.Key}"
        from entry in response.Value!["content"] is JsonObject content ? content.Select(c => $"{said} {c.Key}") : [said]
        select entry;

    private static string Blank(string route) => Parameter().Replace(route.Replace("/{name?}", "", StringComparison.Ordinal), "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
