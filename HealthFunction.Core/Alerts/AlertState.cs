using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthFunction.Alerts;

/// <summary>
/// Everything that alerting remembers between two runs. It is immutable: each run makes a new one. Members that a later version
/// added are kept and written back. A later version adds members; it does not add values to existing ones.
/// </summary>
internal sealed record AlertState
{
    public static AlertState Initial { get; } = new();

    /// <summary>The newest run that was processed; older runs are ignored.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>
    /// The sum of the times between runs. A gap counts for an hour at most, so a clock that jumps does not age anything.
    /// </summary>
    public TimeSpan Elapsed { get; init; }

    public Streak? Streak { get; init; }

    /// <summary>Null while there is no outage, or the failures have not lasted long enough.</summary>
    public Outage? Outage { get; init; }

    /// <summary>The messages that are not delivered yet, in the order in which they have to arrive.</summary>
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

/// <summary>Runs in a row that point to a change: failures while no outage is open, successes while one is.</summary>
internal sealed record Streak(int Runs, DateTimeOffset Since)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>An outage that was reported and is not over.</summary>
/// <param name="Since">The first failing run.</param>
/// <param name="Error">The cause when it was reported.</param>
/// <param name="Reported">The last run that made a message about it; stored under its first name, Told.</param>
/// <param name="Reminders">How many reminders there were.</param>
internal sealed record Outage(DateTimeOffset Since, string? Error, [property: JsonPropertyName("Told")] DateTimeOffset Reported, int Reminders)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A message that is not delivered yet.</summary>
/// <param name="Message">What is sent.</param>
/// <param name="Queued">Since when it waits.</param>
/// <param name="Attempts">How many attempts failed.</param>
/// <param name="NotBefore">When it may be sent again; null before the first attempt.</param>
internal sealed record PendingAlert(AlertMessage Message, DateTimeOffset Queued, int Attempts, DateTimeOffset? NotBefore)
{
    /// <summary><see cref="AlertState.Elapsed"/> when the message was queued.</summary>
    public TimeSpan QueuedAtElapsed { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>Which instance sends the waiting messages, and until when no other instance may.</summary>
internal sealed record SendingClaim(Guid Owner, DateTimeOffset Until)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
