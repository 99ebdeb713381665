using HealthFunction.Settings;

namespace HealthFunction.History.Maintenance;

/// <summary>Reads <c>Health__Maintenance</c>.</summary>
internal static class MaintenanceSettings
{
    public static MaintenanceSchedule Read(SettingsSection health)
    {
        if (health.Text("Maintenance") is not { } windows)
        {
            return MaintenanceSchedule.None;
        }

        if (MaintenanceSchedule.TryParse(windows, out var schedule, out var fault))
        {
            if (schedule.IsEmpty)
            {
                health.Child("Maintenance").Fault($"holds no entry; it accepts {MaintenanceSchedule.Form}.");
            }

            return schedule;
        }

        health.Child("Maintenance").Fault($"has the entry \"{fault}\"; it accepts {MaintenanceSchedule.Form}.");
        return MaintenanceSchedule.None;
    }
}
