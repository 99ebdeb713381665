using System.Net;
using System.Net.Sockets;
using HealthFunction.SelfHost.Discovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HealthFunction.SelfHost;

internal sealed class FunctionsHost(WebApplication app, HostSurroundings surroundings) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var address = Services.GetRequiredService<IPEndPoint>();
        try
        {
            RefuseUnusable(address);
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw surroundings.Exit(InUse(address, fault));
        }
        catch (StartupException fault)
        {
            throw surroundings.Exit(fault);
        }

        FunctionListing.Write(surroundings.Output, app, Services.GetRequiredService<FoundFunctions>());
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Asked before anything starts, because Kestrel logs a stack trace for a port that it cannot have.</summary>
    private static void RefuseUnusable(IPEndPoint address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(address);
        }
        catch (SocketException fault)
        {
            throw fault.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? InUse(address, fault)
                : new StartupException($"Cannot listen on {address}: {fault.Message}.", innerException: fault);
        }
    }

    private static StartupException InUse(IPEndPoint address, Exception fault) =>
        new($"Port {address.Port} on {address.Address} is in use. Stop what listens there, or choose another with --port.", innerException: fault);
}
