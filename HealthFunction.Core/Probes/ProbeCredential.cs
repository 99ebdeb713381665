using Azure.Core;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>
/// A credential for probes. Its tokens are kept until they are due for renewal. A token that is late is still fetched, for the next
/// attempt. A failure here says nothing about the dependency.
/// </summary>
/// <remarks>A failed fetch is not repeated at once, however many attempts need it. Where there is no identity, each fetch looks for one
/// everywhere, starts processes on a developer's machine, and uses the platform's endpoint, which others need as well.</remarks>
internal sealed class ProbeCredential(TokenCredential inner, TimeSpan timeout, TimeProvider time) : TokenCredential
{
    /// <summary>A token must still be valid for this long; a connection that it opens lives no longer.</summary>
    private static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The pause after the first failure; each further failure doubles it.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<AccessToken>? _fetch;
    private TimeSpan _pause;
    private long _failedAt;

    public static ProbeCredential? Wrap(TokenCredential? credential, TimeSpan timeout, TimeProvider time) =>
        credential is null ? null : new(credential, timeout, time);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Probes are asynchronous");

    /// <exception cref="ProbeException">There was no token, or none before the attempt's end.</exception>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var fetch = CurrentFetch(requestContext);
        try
        {
            // Before the attempt's own end, which would be reported as a timeout of the dependency.
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
            if (_fetch is null || IsOver(_fetch))
            {
                _fetch = FetchAsync(requestContext);
            }

            return _fetch;
        }
    }

    private bool IsOver(Task<AccessToken> fetch) =>
        fetch.IsCompletedSuccessfully ? time.GetUtcNow() > fetch.Result.ExpiresOn - MinLifetime
        : fetch.IsCompleted && time.GetElapsedTime(_failedAt) >= _pause;

    private async Task<AccessToken> FetchAsync(TokenRequestContext requestContext)
    {
        using var limit = new CancellationTokenSource(FetchTimeout, time);
        try
        {
            // Not on the attempt's thread: some credentials start a process before their first await.
            var token = await Task.Run(async () => await inner.GetTokenAsync(requestContext, limit.Token).ConfigureAwait(false), limit.Token)
                .ConfigureAwait(false);
            _pause = TimeSpan.Zero;
            return token;
        }
        catch
        {
            // Before the task completes, and so before anyone can see its result.
            _pause = _pause == TimeSpan.Zero ? MinPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MaxPause.Ticks));
            _failedAt = time.GetTimestamp();
            throw;
        }
    }
}
