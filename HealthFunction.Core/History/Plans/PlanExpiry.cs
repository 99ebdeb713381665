using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>
/// Changes and past plans are kept as long as the days that they explain. Past plans sort by the time at which they were made; those that
/// may still matter are no past plans yet.
/// </summary>
internal static class PlanExpiry
{
    public static ExpiringRows Changes(HistoryOptions options) => new(now => PlanKeys.ChangesUntil(now.AddDays(-options.DayDays))) { Beside = PlanKeys.SentWith };

    public static ExpiringRows PastPlans(HistoryOptions options) => new(now => PlanKeys.PastUntil(now.AddDays(-options.DayDays)));
}
