namespace HealthFunction.History.Recent;

/// <summary>What a day of a series is shown as: its worst minute, where planned ones are better than those that nobody planned.</summary>
internal enum DayState
{
    NoData,
    Up,
    Planned,
    Unknown,
    Down,
}
