namespace HealthFunction.History;

/// <summary>The table that the settings name; null when they name none.</summary>
internal sealed record HistoryStorage(HistoryTable? Table);
