using HealthFunction.History.Maintenance;

namespace HealthFunction.History.Plans;

/// <summary>The windows of the settings and of the plans for this source, computed again when the plans change or the time has gone on.</summary>
internal sealed class MaintenanceCalendar(MaintenanceSchedule settings, PlanBook book, TimeProvider time) : IMaintenance
{
    /// <summary>How far ahead windows are known.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(100);

    /// <summary>Of one plan; with one each hour there are as many in this time.</summary>
    public const int MaxWindows = 2700;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private Computed? _last;

    public MaintenanceSchedule Deployment => Now().Deployment;

    public bool Covers(string check, DateTimeOffset at) => Now().Checks.TryGetValue(check, out var windows) && windows.At(at) is not null;

    private Computed Now()
    {
        var (plans, now) = (book.Plans, time.GetUtcNow());
        if (Volatile.Read(ref _last) is { } last && last.Plans == plans && (now - last.At).Duration() < Fresh)
        {
            return last;
        }

        var mine = plans.Where(plan => plan.Kind == PlanKind.Maintenance && plan.IsFor(book.Source)).ToList();
        var computed = new Computed(
            plans,
            now,
            mine.Count == 0 ? settings : new MaintenanceSchedule(mine.Where(plan => plan.Checks.Count == 0).SelectMany(plan => WindowsOf(plan, now)).Concat(settings.Windows)),
            mine.SelectMany(plan => plan.Checks.Select(check => (Check: check, Plan: plan)))
                .GroupBy(p => p.Check, p => p.Plan, StringComparer.Ordinal)
                .ToDictionary(p => p.Key, p => new MaintenanceSchedule(p.SelectMany(plan => WindowsOf(plan, now))), StringComparer.Ordinal));
        Volatile.Write(ref _last, computed);
        return computed;
    }

    /// <summary>A plan's windows that are not long past, cut off where the plan ends.</summary>
    public static IEnumerable<MaintenanceWindow> WindowsOf(Plan plan, DateTimeOffset now)
    {
        IEnumerable<MaintenanceWindow> windows = plan.Recurs is { } recurs
            ? recurs.Between(Later(plan.From, now - MaintenanceWindow.MaxLength - Fresh), Earlier(plan.Until, now + Ahead), MaxWindows)
            : [new MaintenanceWindow(plan.From, plan.Until!.Value)];
        return windows.Select(w => plan.Ended < w.To ? w with { To = plan.Ended.Value } : w).Where(w => w.To > w.From);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset? a, DateTimeOffset b) => a < b ? a.Value : b;

    private sealed record Computed(
        IReadOnlyList<Plan> Plans, DateTimeOffset At, MaintenanceSchedule Deployment, IReadOnlyDictionary<string, MaintenanceSchedule> Checks);
}
