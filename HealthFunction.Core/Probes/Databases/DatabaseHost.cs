using System.Globalization;
using System.Net;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>One of the hosts of a connection string, with its port.</summary>
internal sealed record DatabaseHost(string Name, int Port)
{
    private const int MaxPort = 65535;

    /// <summary>A folder, or an abstract name that begins with @: Npgsql finds the socket there by the port.</summary>
    public bool IsUnixSocket => Name[0] == '@' || Path.IsPathRooted(Name);

    /// <summary>The hosts in configured order; null when an entry is empty, is not a host name, or has an invalid port.</summary>
    public static IReadOnlyList<DatabaseHost>? TryReadAll(NpgsqlConnectionStringBuilder settings)
    {
        var hosts = new List<DatabaseHost>();
        foreach (var entry in (settings.Host ?? "").Split(','))
        {
            if (TryRead(entry.Trim(), settings.Port) is not { } host)
            {
                return null;
            }

            hosts.Add(host);
        }

        return hosts;
    }

    private static DatabaseHost? TryRead(string entry, int defaultPort)
    {
        if (entry.Length == 0)
        {
            return null;
        }

        var (name, portText) = Split(entry);
        var port = defaultPort;
        if (portText is not null && !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        var host = new DatabaseHost(name, port);
        var isName = name.Length > 0 && (host.IsUnixSocket || Uri.CheckHostName(name) != UriHostNameType.Unknown);
        return isName && port is > 0 and <= MaxPort ? host : null;
    }

    /// <summary>Splits like Npgsql: an IPv6 address contains colons, and has a port only after brackets.</summary>
    private static (string Name, string? Port) Split(string entry)
    {
        if (entry[0] is '@' or '/' || (!entry.Contains(']', StringComparison.Ordinal) && IPAddress.TryParse(entry, out _)))
        {
            return (entry, null);
        }

        var colon = entry.LastIndexOf(':');
        return colon >= 0 && colon > entry.LastIndexOf(']') ? (entry[..colon].Trim('[', ']'), entry[(colon + 1)..]) : (entry.Trim('[', ']'), null);
    }
}
