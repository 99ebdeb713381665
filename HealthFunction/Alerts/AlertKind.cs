namespace HealthFunction.Alerts;

internal enum AlertKind
{
    Down,
    Reminder,
    Resolved,
}
