using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HealthFunction.Checks;
using HealthFunction.Net;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>
/// Opens a connection to the first server that serves; it tries the hosts in order, and each address of a host. Npgsql would try the
/// hosts one after the other, and skip those that it remembers as down or as standbys.
/// </summary>
internal sealed class DatabaseConnector(DatabaseSource source, TimeSpan timeout, TimeProvider time, NameResolver names)
{
    /// <summary>
    /// Npgsql ignores its token while it waits for the answer to its request for encryption: such an attempt to connect ends by its own
    /// timeout, in whole seconds. Until then it counts towards this maximum per server.
    /// </summary>
    private const int MaxOpenings = 2;

    private readonly ConcurrentDictionary<(DatabaseHost Host, IPAddress? Address), SemaphoreSlim> _openings = new();

    /// <param name="rest">The remaining time of the attempt.</param>
    /// <param name="cancellationToken">Ends at the same time.</param>
    public async Task<DatabaseConnection> OpenAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenFirstAsync(source.Hosts, (host, token) => OpenAsync(host, rest, token), cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            // A server's answer is more informative than the failure to reach another one.
            throw new AggregateException(e.Flatten().InnerExceptions.OrderBy(reason => IsAnswer(reason) ? 0 : 1));
        }
    }

    private static bool IsAnswer(Exception reason) => reason is PostgresException or ProbeException { Verdict: Verdict.Down };

    private async Task<DatabaseConnection> OpenAsync(DatabaseHost host, TimeSpan rest, CancellationToken cancellationToken)
    {
        if (host.IsUnixSocket)
        {
            return await OpenAsync(host, null, rest, cancellationToken).ConfigureAwait(false);
        }

        var addresses = AddressOrder.Alternate(await names.ResolveAsync(host.Name, cancellationToken).ConfigureAwait(false));
        ForgetOthers(host, addresses);
        return await OpenFirstAsync(addresses, (address, token) => OpenAsync(host, address, rest, token), cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<DatabaseConnection> OpenFirstAsync<T>(
        IReadOnlyList<T> candidates, Func<T, CancellationToken, Task<DatabaseConnection>> open, CancellationToken cancellationToken) =>
        StaggeredAttempts.RunAsync(candidates, open, static late => late.Dispose(), timeout, time, cancellationToken);

    private async Task<DatabaseConnection> OpenAsync(DatabaseHost host, IPAddress? address, TimeSpan rest, CancellationToken cancellationToken)
    {
        var openings = _openings.GetOrAdd((host, address), static _ => new SemaphoreSlim(MaxOpenings));
        await openings.WaitAsync(cancellationToken).ConfigureAwait(false);
        var opening = FinishOpeningAsync(host, address, rest, openings, cancellationToken);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _ = opening.ContinueWith(static done => Discard(done), TaskScheduler.Default);
            throw;
        }
    }

    private async Task<DatabaseConnection> FinishOpeningAsync(
        DatabaseHost host, IPAddress? address, TimeSpan rest, SemaphoreSlim openings, CancellationToken cancellationToken)
    {
        DatabaseConnection? opened = null;
        try
        {
            opened = new DatabaseConnection(source.Create(host, address, rest), source.Role, time);
            await opened.OpenAsync(cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch (NpgsqlException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } && host.IsUnixSocket)
        {
            // .NET throws this when a socket's file does not exist.
            opened?.Dispose();
            throw new ProbeException(ErrorText.ConnectionRefused, e);
        }
        catch
        {
            opened?.Dispose();
            throw;
        }
        finally
        {
            openings.Release();
        }
    }

    private static void Discard(Task<DatabaseConnection> opening)
    {
        if (opening.IsCompletedSuccessfully)
        {
            opening.Result.Dispose();
        }

        _ = opening.Exception;
    }

    /// <summary>Names move: state of an address is dropped when the name no longer has it.</summary>
    private void ForgetOthers(DatabaseHost host, IReadOnlyList<IPAddress> addresses)
    {
        foreach (var known in _openings.Keys)
        {
            if (known.Host == host && !addresses.Contains(known.Address))
            {
                _openings.TryRemove(known, out _);
            }
        }
    }
}
