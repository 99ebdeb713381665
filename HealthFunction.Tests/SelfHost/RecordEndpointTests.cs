using System.Net;
using System.Text;
using HealthFunction.Testing;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The self-host's part of the Functions host's administration: recording on demand.</summary>
public sealed class RecordEndpointTests(SharedServers servers) : IAsyncLifetime
{
    private const string Path = "admin/functions/RecordHistory";

    private AppProcess _app = null!;
    private TestTable _table = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _table = new TestTable(await servers.AzuriteAsync());
        _app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__History__ConnectionString"] = _table.Options.ConnectionString,
            ["Health__History__Table"] = _table.Options.Table,
            ["Health__History__Source"] = "test",
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_requested_run_is_recorded_once()
    {
        using var answer = await PostAsync("{}");
        await Until.TrueAsync(async () => (await _table.RunsAsync()).Count > 0, "the run is recorded");
        using var again = await PostAsync("""{"input": ""}""");
        await Until.TrueAsync(async () => (await _table.RunsAsync()).Count > 1, "the second run is recorded");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (answer.StatusCode, again.StatusCode));
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Anything_else_records_nothing(string body, string type, HttpStatusCode status)
    {
        using var answer = await PostAsync(body, type);

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("{}", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Empty(await _table.RunsAsync());
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    public async Task Only_this_machine_may_ask(string header, string value)
    {
        using var answer = await PostAsync("{}", header: (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string type = "application/json", (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _app.Client.SendAsync(request, Cancelled);
    }
}
