using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.Tests.Reliability;

/// <summary>Endpoints of which more than the status is expected, and endpoints with certificates of their own. One more app uses these.</summary>
internal sealed class EndpointTopology : IAsyncDisposable
{
    public const string Text = "endpoint.text";
    public const string Pattern = "endpoint.pattern";
    public const string Header = "endpoint.header";
    public const string Json = "endpoint.json";
    public const string Mutual = "endpoint.mutual";
    public const string Bare = "endpoint.bare";

    private const string Host = "127.0.0.1";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private AnsweringServer? _plain;
    private AnsweringServer? _mutual;
    private AnsweringServer? _bare;
    private MatrixApp? _app;
    private X509Certificate2? _own;

    private EndpointTopology()
    {
    }

    public MatrixApp App => _app!;

    public TestCertificates Certificates { get; } = new();

    public static async Task<EndpointTopology> StartAsync()
    {
        var topology = new EndpointTopology();
        try
        {
            await topology.StartAllAsync();
            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    /// <summary>Answers one check in another way; null repairs it.</summary>
    public void Answer(string check, RequestDelegate? answer)
    {
        if (answer is null)
        {
            _answers.TryRemove(check, out _);
        }
        else
        {
            _answers[check] = answer;
        }
    }

    /// <summary>Changes the certificate that a server shows, or the one that it demands, for new connections; null repairs it.</summary>
    public void Secure(string check, SslServerAuthenticationOptions? tls)
    {
        var server = check == Mutual ? _mutual! : _bare!;
        server.Tls = tls ?? (check == Mutual ? Demanding(_own!.Thumbprint) : new() { ServerCertificate = Certificates.Good(Host) });
        server.CutExisting();
    }

    /// <param name="thumbprint">Of the only certificate that clients may show.</param>
    public SslServerAuthenticationOptions Demanding(string thumbprint) => new()
    {
        ServerCertificate = Certificates.Good(Host),
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 certificate && certificate.Thumbprint == thumbprint,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in new IAsyncDisposable?[] { _app, _plain, _mutual, _bare })
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }

        _own?.Dispose();
        Certificates.Dispose();
        _folder.Dispose();
    }

    private async Task StartAllAsync()
    {
        _own = Certificates.Good("client");
        var (pem, key) = TlsPostgres.Write(_own, _folder);
        _plain = await AnsweringServer.StartAsync();
        _plain.Answer = AnswerAsync;
        _mutual = await AnsweringServer.StartAsync(Demanding(_own.Thumbprint));
        _bare = await AnsweringServer.StartAsync(new() { ServerCertificate = Certificates.Good(Host) });
        _app = await MatrixApp.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = MatrixServers.Deadline.ToString(),
            ["Health__Endpoints__text"] = $"{_plain.Url}/{Text}",
            ["Health__Endpoints__text__ExpectedText"] = "all is well",
            ["Health__Endpoints__pattern"] = $"{_plain.Url}/{Pattern}",
            ["Health__Endpoints__pattern__ExpectedPattern"] = "^all is (well|fine)$",
            ["Health__Endpoints__header"] = $"{_plain.Url}/{Header}",
            ["Health__Endpoints__header__ExpectedHeaders__X_Role"] = "prim*",
            ["Health__Endpoints__json"] = $"{_plain.Url}/{Json}",
            ["Health__Endpoints__json__JsonPointer"] = "/parts/0/status",
            ["Health__Endpoints__json__ExpectedJson"] = "UP",
            ["Health__Endpoints__mutual"] = _mutual.Url,
            ["Health__Endpoints__mutual__CertificateAuthority"] = Certificates.AuthorityFile,
            ["Health__Endpoints__mutual__ClientCertificate"] = pem,
            ["Health__Endpoints__mutual__ClientCertificateKey"] = key,
            ["Health__Endpoints__bare"] = _bare.Url,
            ["Health__Endpoints__bare__CertificateAuthority"] = Certificates.AuthorityFile,
        });
    }

    private Task AnswerAsync(HttpContext context)
    {
        var check = context.Request.Path.Value!.Trim('/');
        if (_answers.TryGetValue(check, out var answer))
        {
            return answer(context);
        }

        context.Response.Headers["X-Role"] = "primary";
        return context.Response.WriteAsync(check == Json ? """{"parts":[{"status":"UP"}]}""" : "all is well");
    }
}
