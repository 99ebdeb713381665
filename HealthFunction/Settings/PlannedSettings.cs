using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Settings;

/// <summary>Reads <c>Health__Drain</c> and <c>Health__Maintenance</c>: what an operator plans.</summary>
internal static class PlannedSettings
{
    public static void Read(SettingsSection health, HealthOptions options)
    {
        if (health.Text("Drain") is { } reason)
        {
            if (DrainReason.TryParse(reason, out var drain))
            {
                options.Drain = drain;
            }
            else
            {
                var fault = reason.Trim().Length switch
                {
                    0 => "is blank",
                    > DrainReason.Longest and var length => $"has {length} characters",
                    _ => "has a control character",
                };
                health.Child("Drain").Fault($"{fault}; it takes a reason for everybody to read, {DrainReason.Form}.");
            }
        }

        if (health.Text("Maintenance") is { } windows)
        {
            if (MaintenanceSchedule.TryParse(windows, out var schedule, out var fault))
            {
                options.Maintenance = schedule;
            }
            else
            {
                health.Child("Maintenance").Fault($"has the entry \"{fault}\"; it takes {MaintenanceSchedule.Form}.");
            }
        }
    }
}
