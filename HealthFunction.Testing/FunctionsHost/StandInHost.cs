using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HealthFunction.Testing;

/// <summary>
/// The part of the Functions host that a worker connects to: gRPC over HTTP/2 without TLS on a free port. The real host cannot be
/// installed from a package feed, and the part of its protocol that is needed here is small.
/// </summary>
internal sealed class StandInHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource<WorkerChannel> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandInHost()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // One request lasts as long as the worker lives, and is mostly idle.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public int Port { get; private set; }

    /// <summary>The worker's stream, once it has opened one.</summary>
    public Task<WorkerChannel> Connected => _connected.Task;

    public static async Task<StandInHost> StartAsync()
    {
        var host = new StandInHost();
        await host._app.StartAsync();
        host.Port = new Uri(host._app.Urls.Single()).Port;
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path != Rpc.Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync(context.RequestAborted);
        var channel = new WorkerChannel(new GrpcStream(context));
        _connected.TrySetResult(channel);
        await channel.RunAsync();
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
