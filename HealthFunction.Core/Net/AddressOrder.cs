using System.Net;

namespace HealthFunction.Net;

/// <summary>The order in which the addresses of a name are tried.</summary>
internal static class AddressOrder
{
    /// <summary>
    /// The system's order with alternating address families (RFC 8305, section 4): where IPv6 does not work, no IPv6 address does, and
    /// otherwise the first IPv4 address would have to wait for all of them.
    /// </summary>
    public static IReadOnlyList<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses)
    {
        var families = addresses.GroupBy(a => a.AddressFamily).Select(family => family.Select((address, turn) => (address, turn)));
        return [.. families.SelectMany(family => family).OrderBy(a => a.turn).Select(a => a.address)];
    }
}
