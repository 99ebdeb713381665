using System.Globalization;
using HealthFunction.Probes.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Probes;

/// <summary>Answers with the status of a table service, but from another server or given without authentication.</summary>
public sealed class TableAnswerTests : IAsyncLifetime
{
    private const string NoTable = """{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist."}}}""";
    private const string Json = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";

    private readonly WebApplication _server;
    private int _status;
    private string _type = "";
    private string _body = "";
    private Dictionary<string, string> _headers = [];
    private int _port;

    public TableAnswerTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _port = new Uri(_server.Urls.Single()).Port;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(404, Json, NoTable, true, Attempt.Up)]
    [InlineData(404, Json, NoTable, false, "unexpected answer")]
    [InlineData(200, Json, "{}", false, "unexpected answer")]
    [InlineData(200, Json, "{}", true, "unexpected answer")]
    [InlineData(200, Json, NoTable, true, "unexpected answer")]
    [InlineData(200, Json, """{"PartitionKey":"health","RowKey":"health"}""", true, "unexpected answer")]
    [InlineData(200, "text/html", "<h1>Welcome</h1>", false, "unexpected answer")]
    [InlineData(200, Json, "", false, "unexpected answer")]
    [InlineData(204, Json, "", true, "unexpected answer")]
    [InlineData(404, "text/html", "<h1>Not Found</h1>", false, "unexpected answer")]
    [InlineData(404, "text/plain", "", false, "unexpected answer")]
    [InlineData(404, Json, "[]", true, "not found")]
    [InlineData(404, Json, "{}", true, "not found")]
    [InlineData(404, Json, """{"odata.error":"TableNotFound"}""", true, "not found")]
    [InlineData(404, Json, """{"odata.error":{"code":1}}""", true, "not found")]
    [InlineData(404, Json, """{"odata.error":{"code":"ResourceNotFound"}}""", true, "not found")]
    [InlineData(404, "application/xml", "<Error><Code>ResourceNotFound</Code></Error>", true, "not found")]
    [InlineData(404, "application/xml", "<Error><Code>ContainerNotFound</Code></Error>", true, "not found")]
    [InlineData(401, "text/html", "", false, "authentication failed")]
    [InlineData(403, "text/html", "", false, "permission denied")]
    [InlineData(429, "text/html", "", false, "throttled")]
    [InlineData(302, "text/html", "", false, "unexpected status 302")]
    [InlineData(500, "text/html", "", false, "unexpected status 500")]
    [InlineData(503, "text/html", "", false, "unexpected status 503")]
    public async Task Only_the_answer_of_a_service_that_accepted_the_credential_is_up(int status, string type, string body, bool withHeaders, string outcome)
    {
        (_status, _type, _body) = (status, type, body);
        _headers = withHeaders ? new() { ["x-ms-request-id"] = "1", ["x-ms-version"] = "2019-02-02" } : [];
        foreach (var options in Settings())
        {
            await using var probe = new TableProbe(options, Attempt.Timeout, new StubCredential("token"), TimeProvider.System);
            Assert.Equal(outcome, await Attempt.RunAsync(probe));
            Assert.Equal(outcome, await Attempt.RunAsync(probe));
        }
    }

    [Fact]
    public async Task A_busy_service_is_throttled()
    {
        (_status, _type, _body) = (503, "application/json", """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"Busy"}}}""");
        _headers = new() { ["x-ms-request-id"] = "1", ["x-ms-version"] = "2019-02-02" };
        await using var probe = new TableProbe(Settings()[0], Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("throttled", await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task An_answer_whose_body_a_gateway_removed_is_unexpected()
    {
        (_status, _type, _body) = (404, Json, "");
        _headers = new() { ["x-ms-request-id"] = "1", ["x-ms-version"] = "2019-02-02" };
        await using var probe = new TableProbe(Settings()[0], Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("not found", await Attempt.RunAsync(probe));
    }

    private TableOptions[] Settings() =>
    [
        new() { ConnectionString = string.Create(CultureInfo.InvariantCulture, $"AccountName=a;AccountKey=YWJj;TableEndpoint=http://127.0.0.1:{_port}/a") },
        new() { ConnectionString = string.Create(CultureInfo.InvariantCulture, $"TableEndpoint=http://127.0.0.1:{_port}/a;SharedAccessSignature=sv=2020-08-04&sig=a") },
    ];

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = _status;
        foreach (var (name, value) in _headers)
        {
            context.Response.Headers[name] = value;
        }

        if (_status != 204)
        {
            context.Response.ContentType = _type;
            await context.Response.WriteAsync(_body);
        }
    }
}
