namespace HealthFunction.History.Recent;

/// <summary>How a day of a series is shown: by its worst minute. A planned failure is better than an unplanned one.</summary>
internal enum DayState
{
    NoData,
    Up,
    Degraded,
    Planned,
    Unknown,
    Down,
}
