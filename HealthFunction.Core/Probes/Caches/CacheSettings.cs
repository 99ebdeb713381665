using System.Text.Json;
using Azure.Core;
using HealthFunction.Checks;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>StackExchange.Redis' settings for a probe: the operator's connection string with what a probe needs otherwise put over it.</summary>
internal static class CacheSettings
{
    /// <summary>
    /// What the library would ask of its own accord, and a user with few rights may not. Without ECHO it proves by PING that the
    /// connection works; the rest it can do without.
    /// </summary>
    private static readonly string[] Unneeded = ["ECHO", "CONFIG", "SENTINEL"];

    /// <summary>A single server shows its role in its answer to a write.</summary>
    private static readonly string[] UnneededOfOne = [.. Unneeded, "INFO"];

    private static readonly TokenRequestContext Entra = new(["https://redis.azure.com/.default"]);

    public static ConfigurationOptions Create(CacheOptions options, TimeSpan timeout)
    {
        var settings = ConfigurationOptions.Parse(options.ConnectionString);
        var milliseconds = (int)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue / 2);
        settings.Password = options.Password ?? settings.Password;
        settings.ClientName ??= "HealthFunction";
        // The probe replaces a failed multiplexer; one that reconnects in the background would open connections that no probe uses.
        settings.ReconnectRetryPolicy = new NoRetry();
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.AbortOnConnectFail = false;
        // The library counts the question which node of a cluster keeps a key among these.
        settings.AllowAdmin = true;
        settings.ConnectRetry = 1;
        var isOne = settings.EndPoints.Count == 1 && settings.ServiceName is null;
        // The attempt's token is the timeout, so the library's come after it. But it waits as long as this for servers that it does
        // not need, and behind a Sentinel looks for a primary again and again.
        settings.ConnectTimeout = isOne ? milliseconds * 2 : Math.Max(1, milliseconds / 3);
        settings.SyncTimeout = milliseconds * 2;
        settings.AsyncTimeout = milliseconds * 2;
        // Server errors may quote keys and users; nothing here needs the library's diagnostics in an exception's text.
        settings.IncludeDetailInExceptions = false;
        // The probe's own sockets resolve names, and the certificate is for the name.
        settings.ResolveDns = false;
        settings.SetClientLibrary = false;
        // A change of the servers' roles shows in the next multiplexer; this one needs no second connection to be notified of it.
        settings.ConfigurationChannel = "";
        if (isOne)
        {
            // With a single server there is no vote to read.
            settings.TieBreaker = "";
        }

        if (settings.Proxy == Proxy.None && ReferenceEquals(settings.CommandMap, CommandMap.Default))
        {
            settings.CommandMap = CommandMap.Create([.. isOne ? UnneededOfOne : Unneeded], available: false);
        }

        return settings;
    }

    /// <summary>Redis accepts an Entra token as the password of the user whose name is the identity's object id.</summary>
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

    /// <summary>The <c>oid</c> claim. The token is not verified here: it is the app's own, and the server verifies it.</summary>
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
