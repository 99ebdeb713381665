namespace HealthFunction.History.Storage;

/// <summary>The result of a transaction that the table answered.</summary>
/// <param name="Outcome">Whether it was carried out, and if not, why.</param>
/// <param name="ETags">The new version of each changed row, in the order of the changes; empty unless it was carried out.</param>
internal sealed record SubmitResult(SubmitOutcome Outcome, IReadOnlyList<string> ETags)
{
    public static SubmitResult RowExists { get; } = new(SubmitOutcome.RowExists, []);

    public static SubmitResult LostRace { get; } = new(SubmitOutcome.LostRace, []);
}

internal enum SubmitOutcome
{
    Done,

    /// <summary>A row that was to be added already exists; nothing was changed.</summary>
    RowExists,

    /// <summary>Another recorder changed or removed a row in between; nothing was changed.</summary>
    LostRace,
}
