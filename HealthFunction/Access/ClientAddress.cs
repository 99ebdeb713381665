using System.Net;

namespace HealthFunction.Access;

/// <summary>
/// Finds the caller's address. The platform in front of the app appends the address of whoever connected to it to
/// X-Forwarded-For, so the last entry is what the platform saw and everything before it is hearsay: it is believed only as
/// far as the entries behind it are proxies that the operator trusts.
/// </summary>
internal static class ClientAddress
{
    /// <returns>Null when nothing that can be believed tells the address.</returns>
    public static IPAddress? Find(string? forwardedFor, NetworkList trustedProxies)
    {
        if (string.IsNullOrEmpty(forwardedFor))
        {
            return null;
        }

        IPAddress? found = null;
        var rest = forwardedFor.AsSpan();
        while (!rest.IsEmpty)
        {
            var comma = rest.LastIndexOf(',');
            if (!TryParse(rest[(comma + 1)..].Trim(), out var address))
            {
                return found;
            }

            found = address;
            if (!trustedProxies.Contains(address))
            {
                return found;
            }

            rest = comma < 0 ? [] : rest[..comma];
        }

        return found;
    }

    private static bool TryParse(ReadOnlySpan<char> entry, out IPAddress address)
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

        address = IPAddress.None;
        return false;
    }
}
