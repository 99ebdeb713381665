using System.Net;

namespace HealthFunction.Net;

/// <summary>In which order the addresses of a name are tried.</summary>
internal static class AddressOrder
{
    /// <summary>
    /// The system's order with the families taking turns (RFC 8305, section 4): where IPv6 leads nowhere, it does so for every
    /// address, and the first of IPv4 would have to wait for all of them.
    /// </summary>
    public static IReadOnlyList<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses)
    {
        var families = addresses.GroupBy(a => a.AddressFamily).Select(family => family.Select((address, turn) => (address, turn)));
        return [.. families.SelectMany(family => family).OrderBy(a => a.turn).Select(a => a.address)];
    }
}
