using System.Diagnostics.CodeAnalysis;

namespace HealthFunction.History.Maintenance;

/// <summary>The maintenance windows of a deployment in order, past ones included; windows that touch or overlap are merged.</summary>
internal sealed class MaintenanceSchedule : IMaintenance
{
    public const string Form =
        "ISO 8601 intervals separated by commas, each from one time with its offset to a later one, at most 7 days after, such as "
        + "2026-12-01T22:00Z/2026-12-02T02:00Z";

    private readonly List<MaintenanceWindow> _windows = [];

    public MaintenanceSchedule(IEnumerable<MaintenanceWindow> windows)
    {
        foreach (var window in windows.OrderBy(w => w.From))
        {
            if (_windows is [.., var last] && window.From <= last.To)
            {
                _windows[^1] = last with { To = window.To > last.To ? window.To : last.To };
            }
            else
            {
                _windows.Add(window);
            }
        }
    }

    public IReadOnlyList<MaintenanceWindow> Windows => _windows;

    MaintenanceSchedule IMaintenance.Deployment => this;

    bool IMaintenance.Covers(string check, DateTimeOffset time) => false;

    public bool IsEmpty => _windows.Count == 0;

    public static MaintenanceSchedule None { get; } = new([]);

    /// <param name="text">The windows as a setting holds them.</param>
    /// <param name="schedule">The parsed windows.</param>
    /// <param name="fault">The first entry that is not a window.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MaintenanceSchedule? schedule, [NotNullWhen(false)] out string? fault)
    {
        List<MaintenanceWindow> windows = [];
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (MaintenanceWindow.TryParse(entry) is not { } window)
            {
                (schedule, fault) = (null, entry);
                return false;
            }

            windows.Add(window);
        }

        (schedule, fault) = (new MaintenanceSchedule(windows), null);
        return true;
    }

    /// <summary>The window that contains a time; null when there is none.</summary>
    public MaintenanceWindow? At(DateTimeOffset time) => Find(window => window.Holds(time));

    /// <summary>The next window that begins after a time; null when there is none.</summary>
    public MaintenanceWindow? After(DateTimeOffset time) => Find(window => window.From > time);

    private MaintenanceWindow? Find(Predicate<MaintenanceWindow> condition)
    {
        var index = _windows.FindIndex(condition);
        return index < 0 ? null : _windows[index];
    }
}
