using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace HealthFunction.Access;

/// <summary>Addresses and CIDR networks, IPv4 and IPv6. An IPv4 address that arrives mapped into IPv6 counts as IPv4.</summary>
internal sealed class NetworkList(IReadOnlyList<IPNetwork> networks)
{
    public const string Form = "addresses and CIDR networks separated by commas, such as 10.0.0.0/8, 2001:db8::/32, 192.0.2.7; no bits may be set behind a prefix";

    private const int MappedPrefixLength = 96;

    public static NetworkList Empty { get; } = new([]);

    public bool IsEmpty => networks.Count == 0;

    /// <param name="text">The list as a setting holds it.</param>
    /// <param name="list">The parsed list.</param>
    /// <param name="fault">The first entry that cannot be read.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out NetworkList? list, [NotNullWhen(false)] out string? fault)
    {
        var parsed = new List<IPNetwork>();
        foreach (var entry in text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParseEntry(entry, out var network))
            {
                (list, fault) = (null, entry);
                return false;
            }

            parsed.Add(network);
        }

        (list, fault) = (new NetworkList(parsed), null);
        return true;
    }

    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParseEntry(string entry, out IPNetwork network)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            if (TryParseAddress(entry, out var address))
            {
                var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
                network = new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
                return true;
            }

            network = default;
            return false;
        }

        // IPNetwork silently clears bits after the prefix; in a list of admitted callers they are a mistake.
        if (!TryParseAddress(entry[..slash], out var given) || !IPNetwork.TryParse(entry, out network) || !network.BaseAddress.Equals(given))
        {
            network = default;
            return false;
        }

        if (network.BaseAddress.IsIPv4MappedToIPv6)
        {
            // With a shorter prefix than that of all mapped addresses, a bit would be set behind it.
            network = new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefixLength);
        }

        return true;
    }

    /// <summary>IPAddress.TryParse also accepts <c>10.1</c> and <c>167772161</c>, which in a list of networks are mistakes.</summary>
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
        && !text.Contains('%', StringComparison.Ordinal);
}
