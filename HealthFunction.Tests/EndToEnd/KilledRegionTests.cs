using System.Globalization;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using HealthFunction.Tests.History.Fleet;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>
/// A region as a real process that is killed and started again, watched by the recorder of another one. Only the minutes are the test's:
/// each tick of the recorder is one.
/// </summary>
public sealed class KilledRegionTests(SharedServers servers) : IDisposable
{
    private readonly PortLease _port = PortLease.Take();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _port.Dispose();

    [Fact]
    public async Task A_region_that_was_killed_for_five_minutes_has_five_minutes_of_outage_that_its_peer_saw()
    {
        var azurite = await servers.AzuriteAsync();
        var east = new TestTable(azurite, "east");
        var writer = east.NewWriter();
        using var west = new RecorderHarness(azurite, peers:
            [new FleetSourceOptions("Health__Fleet__east", new HistoryOptions { Source = "east" }, new Uri($"http://127.0.0.1:{_port.Port}/api/health/live"))]);

        await using (var app = await StartAsync())
        {
            await PassAsync(0, 3, isAlive: true);
            await app.KillAsync();
        }

        await PassAsync(3, 5, isAlive: false);
        await using (await StartAsync())
        {
            await PassAsync(8, 4, isAlive: true);
        }

        var fleet = await FleetHarness.Readings(new FakeTimeProvider(Noon.AddMinutes(12)), west.Table.Table, east.Table).GetAsync(TimeSpan.FromHours(1));
        Assert.Equal(new MinuteCounts(Up: 7, Unknown: 0, Down: 5), Counts(fleet.Combined.Members[1].Days));
        Assert.Equal(new MinuteCounts(Up: 12, Unknown: 0, Down: 0), Counts(fleet.Combined.Any));
        Assert.Equal(new MinuteCounts(Up: 7, Unknown: 0, Down: 5), Counts(fleet.Combined.All));
        var series = fleet.Combined.Members[1].Days.Single().Find(DaySeries.Overall)!;
        Assert.Equal(
            [null, .. Enumerable.Repeat("unreachable, seen by test", 5), null],
            Enumerable.Range(722, 7).Select(minute => series.Errors[minute]));

        // The region records its own minutes while it lives.
        async Task PassAsync(int first, int count, bool isAlive)
        {
            for (var minute = first; minute < first + count; minute++)
            {
                Assert.True(await west.TryTickAsync(Noon.AddMinutes(minute)));
                if (isAlive)
                {
                    await writer.WriteAsync([At(Noon.AddMinutes(minute), Up("a"))], Token);
                }
            }
        }
    }

    private static MinuteCounts Counts(IReadOnlyList<Day> days) => days.Single().Find(DaySeries.Overall)!.Count(0, MinuteMap.Minutes);

    private Task<AppProcess> StartAsync() => AppProcess.StartAsync(
        new Dictionary<string, string?>(), program: null, names: null, "--port", _port.Port.ToString(CultureInfo.InvariantCulture));
}
