using HealthFunction.History.Runs;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Fleet;

/// <summary>
/// Watches the regions whose <c>health/live</c> the settings name: all of them side by side, once for each tick of the recorder, and
/// never for a request. So a region that cannot record its own end has witnesses.
/// </summary>
internal sealed class PeerWatch(FleetOptions options, FleetTelemetry telemetry, TimeProvider time, ILogger<PeerWatch> logger) : IDisposable
{
    private readonly IReadOnlyList<Peer> _peers =
        [.. options.Sources.Where(source => source.Url is not null).Select(source => new Peer(source.Place.Source, source.Url!, new FaultLog(), new FaultLog()))];

    private readonly HttpMessageInvoker _client = PeerCall.NewClient();

    /// <summary>Ends within <see cref="PeerCall.Timeout"/> and never throws.</summary>
    /// <param name="cancellationToken">Ends it at once; of the peers that have not answered by then nothing is known.</param>
    public async Task<IReadOnlyList<SeenPeer>> LookAsync(CancellationToken cancellationToken) =>
        _peers.Count == 0 ? [] : [.. (await Task.WhenAll(_peers.Select(peer => LookAsync(peer, cancellationToken))).ConfigureAwait(false)).Where(seen => seen.State != PeerState.NotWatched)];

    public void Dispose() => _client.Dispose();

    private async Task<SeenPeer> LookAsync(Peer peer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(PeerCall.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var call = new PeerCall(_client, peer.Url);
        PeerState state;
        string? reason;
        try
        {
            (state, reason) = await call.AskAsync(linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SeenPeer(peer.Source, PeerState.NotWatched);
        }
        catch (OperationCanceledException)
        {
            (state, reason) = (call.IsResolved ? PeerState.Unreachable : PeerState.CannotBeWatched, $"no answer within {PeerCall.Timeout.TotalSeconds:0} s");
        }
#pragma warning disable CA1031 // What this app cannot do itself says nothing of the peer, and must not cost the run its record.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (state, reason) = (PeerState.CannotBeWatched, e.Message);
        }

        Report(peer, state, reason);
        return new SeenPeer(peer.Source, state);
    }

    private void Report(Peer peer, PeerState state, string? reason)
    {
        telemetry.Watched(peer.Source, state);
        switch (state)
        {
            case PeerState.Unreachable:
                peer.Unreachable.Failed(() => logger.PeerUnreachable(peer.Source, reason!));
                break;
            case PeerState.CannotBeWatched:
                peer.NotWatched.Failed(() => logger.PeerNotWatched(peer.Source, reason!));
                break;
            default:
                peer.Unreachable.Succeeded(() => logger.PeerReachedAgain(peer.Source));
                peer.NotWatched.Succeeded(() => logger.PeerReachedAgain(peer.Source));
                break;
        }
    }

    private sealed record Peer(string Source, Uri Url, FaultLog Unreachable, FaultLog NotWatched);
}
