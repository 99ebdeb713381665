using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HealthFunction.SelfHost;

/// <summary>Starts the app, prints where it listens, and waits until it ends.</summary>
internal static class Listener
{
    /// <exception cref="StartupException">The port cannot be listened on.</exception>
    public static async Task RunAsync(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IPEndPoint>();
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartupException(
                $"Port {address.Port} on {address.Address} is in use. Stop what listens there, or choose another with --port.", innerException: e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new StartupException(
                $"Cannot listen on {address}: {e.Message}. Choose an address of this machine with --address, and a port from 1024 on with --port.", innerException: e);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before it listened, which is not a failure.
            return;
        }

        await Console.Out.WriteLineAsync($"Self-host listening on {Browsable(app.Urls.First())}");
        await app.WaitForShutdownAsync();
    }

    // A browser cannot open the address that stands for all addresses.
    private static string Browsable(string url)
    {
        var address = new Uri(url);
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? $"{address.Scheme}://localhost:{address.Port}"
            : url.TrimEnd('/');
    }
}
