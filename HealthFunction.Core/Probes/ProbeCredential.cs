using Azure.Core;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>
/// A credential as probes need it: its tokens are kept until they are due for renewal, a token that takes too long goes on being
/// fetched for the next attempt, and whatever fails here says nothing about the dependency.
/// </summary>
/// <remarks>
/// A failed fetch is not repeated at once, however many attempts ask. Where there is no identity, each fetch looks for one everywhere,
/// starts processes on a developer's machine, and takes up the platform's endpoint, which others need as well.
/// </remarks>
internal sealed class ProbeCredential(TokenCredential inner, TimeSpan timeout, TimeProvider time) : TokenCredential
{
    /// <summary>What a token must still be good for; a connection that it opens lives no longer.</summary>
    private static readonly TimeSpan MinimumLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(30);

    /// <summary>After the first failure; each further one doubles it.</summary>
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
            if (_fetch is null || IsOver(_fetch))
            {
                _fetch = FetchAsync(requestContext);
            }

            return _fetch;
        }
    }

    private bool IsOver(Task<AccessToken> fetch) =>
        fetch.IsCompletedSuccessfully ? time.GetUtcNow() > fetch.Result.ExpiresOn - MinimumLife
        : fetch.IsCompleted && time.GetElapsedTime(_failedAt) >= _pause;

    private async Task<AccessToken> FetchAsync(TokenRequestContext requestContext)
    {
        using var limit = new CancellationTokenSource(FetchTimeout, time);
        try
        {
            // Not on the attempt's thread: some credentials start a process before they first await.
            var token = await Task.Run(async () => await inner.GetTokenAsync(requestContext, limit.Token).ConfigureAwait(false), limit.Token)
                .ConfigureAwait(false);
            _pause = TimeSpan.Zero;
            return token;
        }
        catch
        {
            // Before the task is over, and so before anybody looks.
            _pause = _pause == TimeSpan.Zero ? MinPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MaxPause.Ticks));
            _failedAt = time.GetTimestamp();
            throw;
        }
    }
}
