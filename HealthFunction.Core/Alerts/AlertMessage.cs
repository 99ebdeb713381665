using System.Text.Json;
using System.Text.Json.Serialization;
using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>One message, independent of the format. All its texts are public.</summary>
internal sealed record AlertMessage
{
    public required AlertKind Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AlertSubject Subject { get; init; }

    /// <summary>The id of the outage: the same for all messages about it, and different for each outage.</summary>
    public required string Incident { get; init; }

    /// <summary>The reminder's number, from 1; 0 in other messages.</summary>
    public int Reminder { get; init; }

    public required string Source { get; init; }

    /// <summary>The overall verdict of the run at <see cref="Time"/>.</summary>
    public required Verdict Status { get; init; }

    /// <summary>The run that made this message.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The outage's first failing run.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The first successful run after the outage; null while it goes on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// The cause of the overall verdict at <see cref="Time"/>; in the message about the end, the cause that was reported.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>The checks that were not UP at <see cref="Time"/>, or that were degraded, critical or not, up to a maximum.</summary>
    public required IReadOnlyList<FailingCheck> Failing { get; init; }

    /// <summary>How many checks that were in all.</summary>
    public required int FailingCount { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Identifies this message, however often it arrives.</summary>
    [JsonIgnore]
    public string Id => Kind switch
    {
        AlertKind.Down => Subject == AlertSubject.Degraded ? $"{Incident}-degraded" : $"{Incident}-down",
        AlertKind.Resolved => $"{Incident}-resolved",
        _ => FormattableString.Invariant($"{Incident}-reminder-{Reminder}"),
    };

    /// <summary>How long the outage lasted, or has lasted so far.</summary>
    [JsonIgnore]
    public TimeSpan Duration => (Until ?? Time) - Since is { Ticks: > 0 } duration ? duration : TimeSpan.Zero;
}

internal enum AlertKind
{
    Down,
    Reminder,
    Resolved,
}

/// <summary>A check that was not UP or was degraded, with the public text of why.</summary>
internal sealed record FailingCheck(string Name, Verdict Verdict, string? Error)
{
    /// <summary>What the settings say of the check when the message is written; it is not stored.</summary>
    [JsonIgnore]
    public CheckTraits Traits { get; init; } = CheckTraits.None;

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
