using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthFunction.Alerts;

/// <summary>
/// All that alerting has to remember between two runs. It never changes; what follows from it is a new one. Members of a later version
/// are kept and written back. A later version adds members and never values to those that there are.
/// </summary>
internal sealed record AlertState
{
    public static AlertState Initial { get; } = new();

    /// <summary>The newest run that was looked at; older ones count nothing.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>The time that passed from run to run in all. A gap counts for an hour at most, so a clock that jumps ages nothing.</summary>
    public TimeSpan Elapsed { get; init; }

    public Streak? Streak { get; init; }

    /// <summary>Null while all is well, or not yet bad for long enough.</summary>
    public Outage? Outage { get; init; }

    /// <summary>What is not delivered yet, in the order in which it has to arrive.</summary>
    public IReadOnlyList<PendingAlert> Waiting { get; init; } = [];

    public SendingClaim? Claim { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    public AlertState With(PendingAlert changed) => this with
    {
        Waiting = [.. Waiting.Select(w => w.Message.Id == changed.Message.Id ? changed : w)],
    };

    public AlertState Without(string id) => Waiting.Any(w => w.Message.Id == id)
        ? this with { Waiting = [.. Waiting.Where(w => w.Message.Id != id)] }
        : this;
}

/// <summary>Runs in a row that speak for a change: failures while no outage is open, successes while one is.</summary>
internal sealed record Streak(int Runs, DateTimeOffset Since)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>An outage that was reported and is not over.</summary>
/// <param name="Since">Its first failing run.</param>
/// <param name="Error">What it came from when it was reported.</param>
/// <param name="Told">The run that last made a message on it.</param>
/// <param name="Reminders">How many reminders there were.</param>
internal sealed record Outage(DateTimeOffset Since, string? Error, DateTimeOffset Told, int Reminders)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A message on its way.</summary>
/// <param name="Message">What is sent.</param>
/// <param name="Queued">Since when it waits.</param>
/// <param name="Attempts">How often it was sent in vain.</param>
/// <param name="NotBefore">When it may be sent again; null before it was sent at all.</param>
internal sealed record PendingAlert(AlertMessage Message, DateTimeOffset Queued, int Attempts, DateTimeOffset? NotBefore)
{
    /// <summary><see cref="AlertState.Elapsed"/> when it was queued.</summary>
    public TimeSpan QueuedAtElapsed { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Which instance sends what waits, and until when no other does.</summary>
internal sealed record SendingClaim(Guid Owner, DateTimeOffset Until)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
