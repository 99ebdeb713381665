using System.Net;

namespace HealthFunction.Probes.Caches;

/// <summary>
/// Why a multiplexer has no connection, server by server. What its commands throw says only that there is none, and may be thrown
/// before the reason is known.
/// </summary>
/// <param name="configured">The servers that the settings name. Others are found through them, and the cache may do without those.</param>
internal sealed class CacheTrouble(IReadOnlyCollection<EndPoint> configured)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _hopeless = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(EndPoint Server, Exception Failure)> _all = [];

    /// <summary>Completes when no server that the settings name can be used.</summary>
    public Task Hopeless => _hopeless.Task;

    /// <summary>Completes when there is a <see cref="Reason"/>: never, where servers are only silent. How long that lasts is for the deadline to say.</summary>
    public Task Known => _known.Task;

    /// <summary>Only the first reason of each server counts: later ones follow from it.</summary>
    public void Add(EndPoint server, Exception failure)
    {
        lock (_lock)
        {
            if (_all.Exists(t => t.Server.Equals(server)))
            {
                return;
            }

            _all.Add((server, failure));
            if (failure is not CacheSilenceException)
            {
                _known.TrySetResult();
            }

            if (configured.All(c => _all.Exists(t => IsSame(c, t.Server))))
            {
                _hopeless.TrySetResult();
            }
        }
    }

    public bool IsConfigured(EndPoint server) => configured.Any(c => IsSame(c, server));

    /// <summary>Whether there is a reason for this server.</summary>
    public bool Has(EndPoint server)
    {
        lock (_lock)
        {
            return _all.Exists(t => t.Failure is not CacheSilenceException && t.Server.Equals(server));
        }
    }

    /// <summary>The reason to report: that of <paramref name="wanted"/>, else of a server that the settings name, else of any other.</summary>
    /// <returns>Null until <see cref="Known"/>.</returns>
    public Exception? Reason(EndPoint? wanted)
    {
        lock (_lock)
        {
            return _all
                .Where(t => t.Failure is not CacheSilenceException)
                .OrderByDescending(t => wanted is not null && t.Server.Equals(wanted))
                .ThenByDescending(t => IsConfigured(t.Server))
                .Select(t => t.Failure)
                .FirstOrDefault();
        }
    }

    /// <summary>A setting may leave out the port; the library then puts in the one of the kind of server.</summary>
    private static bool IsSame(EndPoint setting, EndPoint server) => (setting, server) switch
    {
        (DnsEndPoint { Port: 0 } a, DnsEndPoint b) => a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase),
        (IPEndPoint { Port: 0 } a, IPEndPoint b) => a.Address.Equals(b.Address),
        _ => setting.Equals(server),
    };
}
