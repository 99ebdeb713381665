namespace HealthFunction.Alerts;

/// <summary>
/// Which of the instances that record the same source sends what waits. One that is going to send says so in the state first. Another
/// leaves it alone until it has seen the same claim for <see cref="ClaimTime"/>, by its own clock and from its own first look on: what
/// the two clocks say does not matter.
/// </summary>
internal sealed class SendingTurn(TimeProvider time)
{
    /// <summary>Longer than a tick sends, so that no other sends the same meanwhile; shorter than the pause to the next tick.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(45);

    private readonly Guid _owner = Guid.NewGuid();
    private (Guid Owner, DateTimeOffset Until) _seen;
    private long _seenAt;

    /// <summary>Whether another instance has said that it sends what waits, and may still be about it.</summary>
    public bool IsOfAnother(AlertState state)
    {
        if (state.Claim is not { } claim || claim.Owner == _owner)
        {
            return false;
        }

        if ((claim.Owner, claim.Until) != _seen)
        {
            _seen = (claim.Owner, claim.Until);
            _seenAt = time.GetTimestamp();
        }

        return time.GetElapsedTime(_seenAt) < ClaimTime;
    }

    /// <summary>The claim to store. Another's that holds is left alone, and there is none where there is nothing to send.</summary>
    public SendingClaim? Claim(AlertState state, bool wanted)
    {
        if (IsOfAnother(state))
        {
            return state.Claim;
        }

        // Each claim is another one, so that a look at a renewed one begins anew. Earlier versions compare its end with their clock.
        var now = time.GetUtcNow();
        return wanted && state.Waiting is [var first, ..] && !(first.NotBefore > now) ? new SendingClaim(_owner, now + ClaimTime) : null;
    }
}
