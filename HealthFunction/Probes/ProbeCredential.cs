using Azure.Core;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>
/// A credential as probes need it: its tokens are kept until they are due for renewal, a token that takes too long goes on being
/// fetched for the next attempt, and whatever fails here says nothing about the dependency.
/// </summary>
internal sealed class ProbeCredential(TokenCredential inner, TimeSpan timeout, TimeProvider time) : TokenCredential
{
    /// <summary>What a token must still be good for; a connection that it opens lives no longer.</summary>
    private static readonly TimeSpan MinimumLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Task<AccessToken>? _fetch;

    public static ProbeCredential? Wrap(TokenCredential? credential, TimeSpan timeout, TimeProvider time) =>
        credential is null ? null : new(credential, timeout, time);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Probes are asynchronous");

    /// <exception cref="ProbeException">No token could be had, or not before the attempt's end.</exception>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var fetch = CurrentFetch(requestContext);
        try
        {
            // Before the attempt's own end, because that would be taken for the dependency's silence.
            return await fetch.WaitAsync(timeout * 0.75, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Leftover.Ignore(fetch);
            throw new ProbeException(ErrorText.NoCredential, e, Verdict.Unknown);
        }
        catch
        {
            Leftover.Ignore(fetch);
            throw;
        }
    }

    private Task<AccessToken> CurrentFetch(TokenRequestContext requestContext)
    {
        lock (_lock)
        {
            if (_fetch is null or { IsFaulted: true } or { IsCanceled: true }
                || (_fetch.IsCompletedSuccessfully && time.GetUtcNow() > _fetch.Result.ExpiresOn - MinimumLife))
            {
                _fetch = FetchAsync(requestContext);
            }

            return _fetch;
        }
    }

    private async Task<AccessToken> FetchAsync(TokenRequestContext requestContext)
    {
        using var limit = new CancellationTokenSource(FetchTimeout, time);
        // Not on the attempt's thread: some credentials start a process before they first await.
        return await Task.Run(async () => await inner.GetTokenAsync(requestContext, limit.Token).ConfigureAwait(false), limit.Token)
            .ConfigureAwait(false);
    }
}
