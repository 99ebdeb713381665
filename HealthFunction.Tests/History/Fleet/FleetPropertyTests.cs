using System.Globalization;
using CsCheck;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using static HealthFunction.Tests.History.Fleet.FleetRecount;

namespace HealthFunction.Tests.History.Fleet;

public sealed class FleetPropertyTests
{
    [Fact]
    public void Both_series_and_each_regions_own_hold_what_a_recount_finds_minute_for_minute() =>
        RandomFleet.Fleet.Sample(regions => AssertHolds(Combine(regions), regions));

    /// <summary>The same schedules for the same seed, one after another. How often it was run at length: docs/history.md.</summary>
    [Fact]
    public void So_they_do_over_the_schedules_of_one_seed()
    {
        var schedules = int.Parse(Environment.GetEnvironmentVariable("FLEET_SCHEDULES") ?? "100", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("FLEET_SEED") ?? "15", CultureInfo.InvariantCulture);
        var random = new PCG(1, seed);
        for (var i = 0; i < schedules; i++)
        {
            var regions = RandomFleet.Fleet.Generate(random, null, out _);
            AssertHolds(Combine(regions), regions);
        }
    }

    private static FleetDays Combine(Region[] regions)
    {
        var names = regions.SelectMany(r => r.Runs).SelectMany(run => run.Checks).Select(check => check.Name).Distinct();
        return new FleetCombiner([.. regions.Select(r => r.ToMember())], First.UtcDate(), Last.UtcDate()).Combine(names);
    }
}
