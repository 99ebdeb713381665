using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Runs;
using HealthFunction.Net;

namespace HealthFunction.History.Fleet;

/// <summary>One call to a peer's <c>health/live</c>, and what it says of the peer.</summary>
internal sealed class PeerCall(HttpMessageInvoker client, Uri url)
{
    /// <summary>How long a peer may take; within it a lost packet is sent again twice.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>A <c>live</c> has some fifty bytes.</summary>
    private const int MaxBytes = 4096;

    private volatile bool _isResolved;

    /// <summary>Whether the name was resolved: before that the call says nothing of the peer.</summary>
    public bool IsResolved => _isResolved;

    /// <summary>A client for these calls. Each opens a connection of its own: one that is kept may be dead while the peer is not.</summary>
    public static HttpMessageInvoker NewClient()
    {
        var handler = HttpHandlers.Create(Timeout);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.MaxResponseHeadersLength = 16;
        // A status of the proxy would be taken for one of the peer.
        handler.UseProxy = false;
        // A URL may hold a key, which traces of requests would export.
        handler.ActivityHeadersPropagator = null;
        return new HttpMessageInvoker(handler);
    }

    /// <returns>The state, and what led to it where that is no answer of a <c>live</c>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<(PeerState State, string? Reason)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await NameResolver.Shared.ResolveAsync(url.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return (PeerState.CannotBeWatched, "its name cannot be resolved");
        }

        _isResolved = true;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.CacheControl = new() { NoCache = true };
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            if (status >= 500)
            {
                // A live that answers is always 200: this is what stands in front of one that does not.
                return (PeerState.Unreachable, $"the answer has the status {status}");
            }

            return status == 200 && await IsLiveAsync(response.Content, cancellationToken).ConfigureAwait(false)
                ? (PeerState.Reached, null)
                : (PeerState.CannotBeWatched, status == 200 ? "the answer is none of a health/live" : $"the answer has the status {status}");
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            return (PeerState.CannotBeWatched, "its certificate is not accepted");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (PeerState.Unreachable, "no connection, or one that was lost");
        }
    }

    private static async Task<bool> IsLiveAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[MaxBytes];
            var length = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            try
            {
                using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
                return json.RootElement is { ValueKind: JsonValueKind.Object } live
                    && live.TryGetProperty("status", out var status)
                    && status.ValueKind == JsonValueKind.String
                    && VerdictText.TryRead(status.GetString()) is not null;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
