namespace HealthFunction.Alerts;

/// <summary>All that alerting has to remember between two runs. It never changes; what follows from it is a new one.</summary>
internal sealed record AlertState
{
    public static AlertState Initial { get; } = new();

    /// <summary>The newest run that was looked at; older ones count nothing.</summary>
    public DateTimeOffset? LastRun { get; init; }

    public Streak? Streak { get; init; }

    /// <summary>Null while all is well, or not yet bad for long enough.</summary>
    public Outage? Outage { get; init; }

    /// <summary>What is not delivered yet, in the order in which it has to arrive.</summary>
    public IReadOnlyList<PendingAlert> Waiting { get; init; } = [];

    public SendingClaim? Claim { get; init; }

    public AlertState With(PendingAlert changed) => this with
    {
        Waiting = [.. Waiting.Select(w => w.Message.Id == changed.Message.Id ? changed : w)],
    };

    public AlertState Without(string id) => Waiting.Any(w => w.Message.Id == id)
        ? this with { Waiting = [.. Waiting.Where(w => w.Message.Id != id)] }
        : this;
}
