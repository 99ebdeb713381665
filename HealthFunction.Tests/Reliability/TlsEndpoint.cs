using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Reliability;

/// <summary>An HTTPS server whose certificate can be replaced for new connections.</summary>
internal sealed class TlsEndpoint : IAsyncDisposable
{
    private WebApplication? _app;

    public required X509Certificate2 Certificate { get; set; }

    public int Port => new Uri(_app!.Urls.Single()).Port;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(new SslServerAuthenticationOptions { ServerCertificate = Certificate }) })));
        _app = builder.Build();
        _app.Run(context => context.Response.WriteAsync("here"));
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
