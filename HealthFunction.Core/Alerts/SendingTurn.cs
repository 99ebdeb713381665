namespace HealthFunction.Alerts;

/// <summary>
/// Decides which of the instances that record the same source sends the waiting messages. An instance first writes its claim into
/// the state. Another instance does not send until it has seen the same claim for <see cref="ClaimTime"/>, measured by its own
/// clock from when it first saw it. So it does not matter whether the two clocks agree.
/// </summary>
internal sealed class SendingTurn(TimeProvider time)
{
    /// <summary>
    /// Longer than one tick sends, so that no other instance sends the same; shorter than the pause to the next tick.
    /// </summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(45);

    private readonly Guid _owner = Guid.NewGuid();
    private (Guid Owner, DateTimeOffset Until) _seen;
    private long _seenAt;

    /// <summary>Whether another instance has claimed the messages and may still be sending them.</summary>
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

    /// <summary>
    /// The claim to store. A valid claim of another instance is kept; there is none when there is nothing to send.
    /// </summary>
    public SendingClaim? Claim(AlertState state, bool wanted)
    {
        if (IsOfAnother(state))
        {
            return state.Claim;
        }

        // Each claim has a new id, so that others see a renewed one as new. Earlier versions compare its end with their own clock.
        var now = time.GetUtcNow();
        return wanted && state.Waiting is [var first, ..] && !(first.NotBefore > now) ? new SendingClaim(_owner, now + ClaimTime) : null;
    }
}
