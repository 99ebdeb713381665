using Azure.Core;
using HealthFunction.Settings;
using Npgsql;

namespace HealthFunction.Probes;

/// <summary>Npgsql's settings for a probe: the operator's connection string with what a probe needs otherwise put over it.</summary>
internal static class DatabaseSource
{
    private const string EntraScope = "https://ossrdbms-aad.database.windows.net/.default";

    public static NpgsqlDataSource Create(DatabaseOptions options, TimeSpan timeout, TokenCredential? credential)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(options.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        // The probe reads no types; loading them would be a second query after each restart, and one that poolers dislike.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));

        var settings = builder.ConnectionStringBuilder;
        var hosts = settings.Host?.Split(',').Length ?? 1;
        var gssChosen = settings.ContainsKey("GSS Encryption Mode") && settings.GssEncryptionMode != GssEncryptionMode.Prefer;
        settings.ApplicationName ??= "HealthFunction";
        // The probe keeps its own single connection, so that it knows whether it is a used one.
        settings.Pooling = false;
        settings.Multiplexing = false;
        settings.Enlist = false;
        settings.KeepAlive = 0;
        // The attempt's token is the timeout of a command; of an opening it is not always (see DatabaseProbe).
        settings.CommandTimeout = 0;
        settings.Timeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds / hosts));
        // The default asks the Kerberos library first, which may block on its own network.
        settings.GssEncryptionMode = gssChosen ? settings.GssEncryptionMode : GssEncryptionMode.Disable;

        if (credential is not null)
        {
            var context = new TokenRequestContext([EntraScope]);
            builder.UsePasswordProvider(
                _ => throw new NotSupportedException(),
                async (_, cancellationToken) => (await credential.GetTokenAsync(context, cancellationToken).ConfigureAwait(false)).Token);
        }

        return builder.Build();
    }
}
