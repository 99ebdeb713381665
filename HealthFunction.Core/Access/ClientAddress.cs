using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace HealthFunction.Access;

/// <summary>
/// Finds the caller's address. A web host knows its peer; behind the front end of Azure Functions, the peer is the last entry of
/// X-Forwarded-For. An earlier entry is trusted only if the address after it is a proxy that the operator trusts.
/// </summary>
internal static class ClientAddress
{
    /// <param name="peer">The address that connected to the host, if the host knows it.</param>
    /// <param name="forwardedFor">The header X-Forwarded-For.</param>
    /// <param name="trustedProxies">The proxies whose entries are trusted.</param>
    /// <returns>Null when no trusted source has the address.</returns>
    public static IPAddress? Find(IPAddress? peer, string? forwardedFor, NetworkList trustedProxies)
    {
        var found = peer;
        var rest = forwardedFor.AsSpan();
        while (!rest.IsEmpty && (found is null || trustedProxies.Contains(found)))
        {
            var comma = rest.LastIndexOf(',');
            if (!TryParse(rest[(comma + 1)..].Trim(), out found))
            {
                // A trusted proxy forwarded for an unknown caller; the proxy itself is not the caller.
                return null;
            }

            rest = comma < 0 ? [] : rest[..comma];
        }

        return found;
    }

    private static bool TryParse(ReadOnlySpan<char> entry, [NotNullWhen(true)] out IPAddress? address)
    {
        // An entry is an address, possibly with a port: 192.0.2.1:443, [2001:db8::1]:443.
        if (IPAddress.TryParse(entry, out var plain))
        {
            address = plain;
            return true;
        }

        if (IPEndPoint.TryParse(entry, out var endPoint))
        {
            address = endPoint.Address;
            return true;
        }

        address = null;
        return false;
    }
}
