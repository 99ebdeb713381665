using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.Badges;

/// <summary>Badges of what is recorded over all regions. They run no check: the other regions' are not at hand.</summary>
internal sealed class FleetBadges(FleetReadings fleet, HealthRunner runner)
{
    /// <param name="name">A check or a group; null for the deployment as a whole.</param>
    /// <param name="scope">Which of the two series.</param>
    public async ValueTask<Badge> StatusAsync(string? name, FleetScope scope)
    {
        var label = $"{name ?? "status"} {FleetScopes.Of(scope)}";
        var (days, series, now) = await DaysAsync(name, scope).ConfigureAwait(false);
        return CurrentState.Of(days, series, now) switch
        {
            null => new Badge(label, "no data", BadgeColour.None),
            { IsPlanned: true } => new Badge(label, "planned", BadgeColour.Planned),
            { IsDegraded: true } => new Badge(label, "degraded", BadgeColour.Fair),
            var current => new Badge(label, VerdictText.LowerOf(current.State.ToVerdict()), BadgeColour.Of(current.State.ToVerdict())),
        };
    }

    /// <inheritdoc cref="StatusAsync"/>
    public async ValueTask<Badge> UptimeAsync(string? name, Period period, FleetScope scope)
    {
        var label = $"{name ?? "uptime"} {period.Name} {FleetScopes.Of(scope)}";
        var (days, series, now) = await DaysAsync(name, scope).ConfigureAwait(false);
        var window = new UptimeCalculator(days, series).Compute(period, now);
        return Badge.OfUptime(label, window.Checks[0].Value.Estimate);
    }

    private async ValueTask<(IReadOnlyList<Day> Days, string Series, DateTimeOffset Now)> DaysAsync(string? name, FleetScope scope)
    {
        var reading = await fleet.GetAsync(TimeSpan.FromDays(HistoryView.Days)).ConfigureAwait(false);
        var (days, series) = Find(reading, name);
        return (scope == FleetScope.Any ? days.Any : days.All, series, reading.Now);
    }

    private (FleetDays Days, string Series) Find(FleetReading reading, string? name)
    {
        if (name is null)
        {
            return (reading.Combined, DaySeries.Overall);
        }

        var checks = runner.Members[name];
        if (checks is [var only])
        {
            return (reading.Combined, only);
        }

        // A group is UP in a region when all of it is UP there, and not when each of its checks is UP in some region.
        return (reading.Combine([.. reading.Members.Select(m => m with { Days = [.. m.Days.Select(day => HistoryViewBuilder.Merge(day, name, checks))] })], name), name);
    }
}
