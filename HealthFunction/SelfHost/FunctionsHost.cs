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
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw surroundings.Exit(new StartupException(
                $"Port {address.Port} on {address.Address} is in use. Stop what listens there, or choose another with --port.", innerException: fault));
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw surroundings.Exit(new StartupException($"Cannot listen on {address}: {fault.Message}.", innerException: fault));
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Told to stop before it listened, which is no failure; whoever waits for the shutdown now gets it at once.
            return;
        }

        FunctionListing.Write(surroundings.Output, app, Services.GetRequiredService<FoundFunctions>());
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
