using System.Net;
using System.Text;
using Azure.Core;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>Npgsql's settings for a probe: the operator's connection string, with the settings that a probe needs.</summary>
internal sealed class DatabaseSource
{
    private const string EntraScope = "https://ossrdbms-aad.database.windows.net/.default";

    private readonly string _connectionString;
    private readonly TokenCredential? _credential;

    /// <exception cref="ArgumentException">The connection string cannot be used: Npgsql rejects it, or it can never lead to a
    /// server.</exception>
    /// <exception cref="FormatException">Likewise.</exception>
    /// <exception cref="NotSupportedException">Likewise.</exception>
    public DatabaseSource(string connectionString, TokenCredential? credential)
    {
        (_connectionString, _credential) = (connectionString, credential);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Hosts = DatabaseHost.TryReadAll(settings) ?? throw new FormatException("A host has no name or no port");
        Role = DatabaseRoles.Read(settings);
        if (settings.Encoding != "UTF8")
        {
            // Npgsql looks it up when it connects.
            _ = Encoding.GetEncoding(settings.Encoding);
        }

        Builder().Build().Dispose();
    }

    public IReadOnlyList<DatabaseHost> Hosts { get; }

    public DatabaseRole Role { get; }

    /// <summary>Creates the data source of one connection to one server.</summary>
    /// <param name="host">The server's name, which its certificate has to contain.</param>
    /// <param name="address">One of its addresses; null when it has none.</param>
    /// <param name="limit">The timeout of Npgsql itself, which it counts in whole seconds.</param>
    public NpgsqlDataSource Create(DatabaseHost host, IPAddress? address, TimeSpan limit)
    {
        var builder = Builder();
        // The probe reads no types; loading them would be a second query after each restart, and some poolers reject it.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));

        var settings = builder.ConnectionStringBuilder;
        settings.TargetSessionAttributes = null;
        (settings.Host, settings.Port) = (address?.ToString() ?? host.Name, host.Port);
        settings.ApplicationName ??= "HealthFunction";
        // The probe keeps its own single connection, so that it knows whether the connection was used before.
        settings.Pooling = false;
        settings.Multiplexing = false;
        settings.Enlist = false;
        settings.KeepAlive = 0;
        // The attempt's token is the timeout of a command; while connecting it does not always work (see DatabaseConnector).
        settings.CommandTimeout = 0;
        settings.Timeout = Math.Max(1, (int)Math.Ceiling(limit.TotalSeconds));
        if (!settings.ContainsKey("GSS Encryption Mode") || settings.GssEncryptionMode == GssEncryptionMode.Prefer)
        {
            // The default tries the Kerberos library first, which may block on its own network.
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        if (address is not null)
        {
            UseName(builder, host);
        }

        return builder.Build();
    }

    /// <summary>Npgsql connects to an address; everything else uses the name that the operator configured.</summary>
    private void UseName(NpgsqlSlimDataSourceBuilder builder, DatabaseHost host)
    {
        var settings = builder.ConnectionStringBuilder;
        var kerberos = $"{settings.KerberosServiceName}/{host.Name}";
        builder.UseSslClientAuthenticationOptionsCallback(tls => tls.TargetHost = host.Name);
        builder.UseNegotiateOptionsCallback(negotiate => negotiate.TargetName = kerberos);
        if (_credential is null)
        {
            settings.Password = PasswordFile.Find(settings, host) ?? settings.Password;
        }
    }

    private NpgsqlSlimDataSourceBuilder Builder()
    {
        var builder = new NpgsqlSlimDataSourceBuilder(_connectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        if (_credential is not null)
        {
            var context = new TokenRequestContext([EntraScope]);
            builder.UsePasswordProvider(
                _ => throw new NotSupportedException(),
                async (_, cancellationToken) => (await _credential.GetTokenAsync(context, cancellationToken).ConfigureAwait(false)).Token);
        }

        return builder;
    }
}
