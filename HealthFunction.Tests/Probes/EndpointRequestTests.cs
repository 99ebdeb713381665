using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Tests.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HealthFunction.Tests.Probes;

/// <summary>What an endpoint gets: method, headers, body, credential and version of HTTP.</summary>
public sealed class EndpointRequestTests : IAsyncLifetime
{
    private AnsweringServer _server = null!;
    private string _seen = "";

    public async ValueTask InitializeAsync()
    {
        _server = await AnsweringServer.StartAsync();
        _server.Answer = async context =>
        {
            using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
            _seen = string.Join('\n', [
                $"{context.Request.Method} {context.Request.Protocol}",
                .. context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"),
                await body.ReadToEndAsync(context.RequestAborted)]);
        };
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Headers_are_sent_and_an_underscore_stands_for_a_hyphen()
    {
        Assert.Equal(Attempt.Up, await AskAsync(
            ("Headers:X_Api_Key", "k3y"), ("Headers:Host", "shop.example"), ("Headers:User-Agent", "me/1"), ("Headers:Cookie", "a=b; c=d")));
        Assert.Contains("X-Api-Key: k3y\n", _seen, StringComparison.Ordinal);
        Assert.Contains("Host: shop.example\n", _seen, StringComparison.Ordinal);
        Assert.Contains("User-Agent: me/1\n", _seen, StringComparison.Ordinal);
        Assert.Contains("Cookie: a=b; c=d\n", _seen, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-cache\n", _seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_posted_as_JSON_unless_a_header_says_otherwise()
    {
        Assert.Equal(Attempt.Up, await AskAsync(("Body", """{"query":"{ läuft }"}""")));
        Assert.StartsWith("POST ", _seen, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\n", _seen, StringComparison.Ordinal);
        Assert.EndsWith("""{"query":"{ läuft }"}""", _seen, StringComparison.Ordinal);

        Assert.Equal(Attempt.Up, await AskAsync(("Body", "<ping/>"), ("Method", "PUT"), ("Headers:Content_Type", "text/xml")));
        Assert.StartsWith("PUT ", _seen, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/xml\n", _seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_and_password_are_basic_authentication()
    {
        Assert.Equal(Attempt.Up, await AskAsync(("User", "app"), ("Password", "s3crét:x")));
        Assert.Contains($"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("app:s3crét:x"))}\n", _seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_a_bearer_token()
    {
        Assert.Equal(Attempt.Up, await AskAsync(("Token", "t0k3n")));
        Assert.Contains("Authorization: Bearer t0k3n\n", _seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api://orders", "api://orders/.default")]
    [InlineData("https://vault.azure.net/", "https://vault.azure.net/.default")]
    [InlineData("api://orders/.default", "api://orders/.default")]
    public async Task The_apps_own_identity_gets_a_token_for_the_audience_once(string audience, string scope)
    {
        var entra = new StubCredential("entra-token");
        await using var probe = Create(_server, entra, ("Identity", "Entra"), ("Audience", audience));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Contains("Authorization: Bearer entra-token\n", _seen, StringComparison.Ordinal);
        Assert.Equal([scope], entra.Scopes);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_known_and_nothing_is_sent()
    {
        await using var probe = Create(_server, new StubCredential(token: null), ("Identity", "Entra"), ("Audience", "api://orders"));
        Assert.Equal("UNKNOWN: no credential", await Attempt.RunAsync(probe));
        Assert.Equal("", _seen);
    }

    [Fact]
    public async Task A_credential_that_the_endpoint_rejects_is_named()
    {
        _server.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer good" ? 200 : 401;
            return Task.CompletedTask;
        };
        Assert.Equal(Attempt.Up, await AskAsync(("Token", "good")));
        Assert.Equal("authentication failed", await AskAsync(("Token", "bad")));
    }

    [Fact]
    public async Task HTTP_2_is_spoken_to_a_server_that_knows_no_other()
    {
        await using var server = await AnsweringServer.StartAsync(protocols: HttpProtocols.Http2);
        server.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Protocol == "HTTP/2" ? 200 : 500;
            return Task.CompletedTask;
        };
        await using var probe = Create(server, null, ("HttpVersion", "2"));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    /// <remarks>Kestrel ends the handshake with an alert; a server that knows nothing of such a choice goes on without.</remarks>
    [Fact]
    public async Task HTTP_2_of_a_server_without_it_is_an_unexpected_version_or_a_refused_handshake()
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.Good("127.0.0.1");
        await using var refusing = await AnsweringServer.StartAsync(new() { ServerCertificate = certificate });
        Assert.Equal("TLS failure", await AskWithHttp2Async(refusing.Url, certificates));

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            try
            {
                Assert.Equal(-1, tls.ReadByte());
            }
            catch (IOException)
            {
                // The client has nothing to say over HTTP/1.1 and may also reset the connection.
            }
        });
        Assert.Equal("unexpected HTTP version", await AskWithHttp2Async($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", certificates));
        await serving;
    }

    private static async Task<string> AskWithHttp2Async(string url, TestCertificates certificates)
    {
        await using var probe = new EndpointProbe(
            ReadSettings.Endpoint(url, ("HttpVersion", "2"), ("CertificateAuthority", certificates.AuthorityFile)),
            Attempt.Timeout,
            credential: null,
            TimeProvider.System);
        return await Attempt.RunAsync(probe);
    }

    [Theory]
    [InlineData("200-204,301", HttpStatusCode.MovedPermanently, Attempt.Up)]
    [InlineData("200-204, 301", HttpStatusCode.NoContent, Attempt.Up)]
    [InlineData("200-204,301", HttpStatusCode.ResetContent, "unexpected status 205")]
    [InlineData("401", HttpStatusCode.Unauthorized, Attempt.Up)]
    public async Task Several_statuses_and_ranges_are_accepted(string expected, HttpStatusCode status, string verdict)
    {
        _server.Answer = context =>
        {
            context.Response.StatusCode = (int)status;
            return Task.CompletedTask;
        };
        Assert.Equal(verdict, await AskAsync(("ExpectedStatus", expected)));
    }

    private async Task<string> AskAsync(params (string Key, string Value)[] settings)
    {
        await using var probe = Create(_server, null, settings);
        return await Attempt.RunAsync(probe);
    }

    private static EndpointProbe Create(AnsweringServer server, StubCredential? credential, params (string Key, string Value)[] settings) =>
        new(ReadSettings.Endpoint(server.Url, settings), Attempt.Timeout, credential, TimeProvider.System);
}
