using System.Text.Json;
using Azure.Core;
using HealthFunction.Checks;
using HealthFunction.Settings;
using StackExchange.Redis;

namespace HealthFunction.Probes;

/// <summary>StackExchange.Redis' settings for a probe: the operator's connection string with what a probe needs otherwise put over it.</summary>
internal static class CacheSettings
{
    private static readonly TokenRequestContext Entra = new(["https://redis.azure.com/.default"]);

    public static ConfigurationOptions Create(CacheOptions options, TimeSpan timeout)
    {
        var settings = ConfigurationOptions.Parse(options.ConnectionString);
        var milliseconds = (int)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue / 2);
        settings.ClientName ??= "HealthFunction";
        // The probe replaces a multiplexer that failed; one that mends itself in the background would only go on connecting unasked.
        settings.ReconnectRetryPolicy = new NoRetry();
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.AbortOnConnectFail = false;
        settings.ConnectRetry = 1;
        // The attempt's token is the timeout, so the library's come after it. But connecting waits for all nodes of a cluster, and
        // one that is silent must leave time for asking the others.
        settings.ConnectTimeout = settings.EndPoints.Count > 1 ? Math.Max(1, milliseconds / 3) : milliseconds * 2;
        settings.SyncTimeout = milliseconds * 2;
        settings.AsyncTimeout = milliseconds * 2;
        // Server errors may quote keys and users; nothing here needs the library's diagnostics in an exception's text.
        settings.IncludeDetailInExceptions = false;
        if (settings.EndPoints.Count == 1 && settings.ServiceName is null)
        {
            // With a single server there is no other to be told of, so no second connection to listen on and no vote to read.
            settings.ConfigurationChannel = "";
            settings.TieBreaker = "";
        }

        return settings;
    }

    /// <summary>Redis takes an Entra token as the password of the user whose name is the identity's object id.</summary>
    public static async Task<ConfigurationOptions> WithTokenAsync(
        ConfigurationOptions settings, TokenCredential? credential, CancellationToken cancellationToken)
    {
        if (credential is null)
        {
            return settings;
        }

        var token = (await credential.GetTokenAsync(Entra, cancellationToken).ConfigureAwait(false)).Token;
        var own = settings.Clone();
        own.User = ReadObjectId(token) ?? throw new ProbeException(ErrorText.NoCredential, verdict: Verdict.Unknown);
        own.Password = token;
        return own;
    }

    /// <summary>The <c>oid</c> claim. The token is not verified here: it is ours, and the server will.</summary>
    private static string? ReadObjectId(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.TryGetProperty("oid", out var id) ? id.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private sealed class NoRetry : IReconnectRetryPolicy
    {
        public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) => false;
    }
}
