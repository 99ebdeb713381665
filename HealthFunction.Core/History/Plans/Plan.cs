using System.Text.Json.Serialization;

namespace HealthFunction.History.Plans;

/// <summary>
/// A drain, a maintenance window or a note. It is never altered in memory: a change makes another one of a higher revision, and of several
/// with one id the highest counts.
/// </summary>
internal sealed record Plan
{
    public const int MaxText = 2000;
    public const int MaxEntries = 50;
    public const int MaxChecks = 50;

    /// <summary>Sorts by the time at which the plan was made.</summary>
    public required string Id { get; init; }

    public required PlanKind Kind { get; init; }

    /// <summary>The source whose table keeps it: the one to which it was posted.</summary>
    public required string Home { get; init; }

    /// <summary>The source that it is for; null is all.</summary>
    public string? Source { get; init; }

    /// <summary>The reason of a drain, or what a maintenance is about; of a note the first of its texts.</summary>
    public required string Text { get; init; }

    /// <summary>The checks that it is for; empty is the deployment with all of them.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>When it begins. A plan that recurs has no window before this.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ends; null if that is not known yet. A plan that recurs has no window after this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When its windows begin; null if there is one window.</summary>
    public Recurrence? Recurs { get; init; }

    /// <summary>The start of the incident that a note belongs to; null if it stands on its own.</summary>
    public DateTimeOffset? Incident { get; init; }

    /// <summary>The texts of a note, oldest first.</summary>
    public IReadOnlyList<NoteEntry> Entries { get; init; } = [];

    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was deleted; null if it was not.</summary>
    public DateTimeOffset? Ended { get; init; }

    public int Revision { get; init; } = 1;

    /// <summary>When this revision was made.</summary>
    public required DateTimeOffset Changed { get; init; }

    [JsonIgnore]
    public NoteState? State => Entries is [.., var last] ? last.State : null;

    /// <summary>The earlier of its stated end and its deletion.</summary>
    [JsonIgnore]
    public DateTimeOffset? End => Ended is { } ended && !(Until <= ended) ? ended : Until;

    public bool IsFor(string source) => Source is null || Source.Equals(source, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it will never have an effect again.</summary>
    public bool IsOver(DateTimeOffset now) => End <= now || State == NoteState.Resolved;

    /// <summary>Whether a drain has an effect.</summary>
    public bool Holds(DateTimeOffset now) => From <= now && !(End <= now);

    /// <summary>Whether this replaces another plan of the same id. Two tables can get a change each at the same time.</summary>
    public bool IsNewerThan(Plan other) =>
        Revision != other.Revision ? Revision > other.Revision
        : Changed != other.Changed ? Changed > other.Changed
        : Ended is not null && other.Ended is null;
}
