using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Probes;

/// <summary>A web server whose answer and TLS can be replaced while it runs.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();

    private AnsweringServer(SslServerAuthenticationOptions? tls, HttpProtocols protocols)
    {
        Tls = tls;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => async connection =>
            {
                _connections[connection.ConnectionId] = connection;
                await next(connection);
                _connections.TryRemove(connection.ConnectionId, out _);
            });
            if (tls is not null)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(Tls!) });
            }
        }));
        _app = builder.Build();
        _app.Run(context => Answer(context));
    }

    /// <summary>For new connections.</summary>
    public SslServerAuthenticationOptions? Tls { get; set; }

    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync("here");

    public string Url => _app.Urls.Single();

    public static async Task<AnsweringServer> StartAsync(
        SslServerAuthenticationOptions? tls = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new AnsweringServer(tls, protocols);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers every request with this text.</summary>
    public void Say(string body, string contentType = "text/plain; charset=utf-8") => Answer = context =>
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    };

    /// <summary>Ends the connections that clients keep.</summary>
    public void CutExisting()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Abort();
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
