using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Counted by a relay in front of the server, so that no request of a client library is missed.</summary>
public sealed class RoundTripTests(SharedServers servers) : IAsyncLifetime
{
    private const int Checks = 10;

    private RoundTripCounter _counter = null!;
    private AzuriteServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await servers.AzuriteAsync();
        _counter = new RoundTripCounter(_server.Port);
    }

    public ValueTask DisposeAsync()
    {
        _counter.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Uptime_of_ten_checks_needs_at_most_two_round_trips_for_ninety_days_and_five_for_a_year()
    {
        var table = await SeededAsync(runDays: 1);
        Assert.InRange(await UptimeRoundTripsAsync(table, "90d"), 1, 2);
        Assert.InRange(await UptimeRoundTripsAsync(table, "365d"), 1, 5);
        Assert.InRange(await UptimeRoundTripsAsync(table, null), 1, 5);
    }

    [Fact]
    public async Task Uptime_does_not_read_runs()
    {
        var few = await SeededAsync(runDays: 0);
        var many = await SeededAsync(runDays: 1);
        var roundTrips = await UptimeRoundTripsAsync(few, "365d");
        Assert.Equal(roundTrips, await UptimeRoundTripsAsync(many, "365d"));
    }

    [Fact]
    public async Task A_recording_needs_one_round_trip_in_the_steady_state_and_a_tick_never_more_than_three()
    {
        using var harness = new RecorderHarness(_server, _counter.Port) { Checks = [.. Enumerable.Range(0, Checks).Select(i => $"check.{i}")] };
        await harness.TryTickAsync(Noon);
        _counter.Take();

        List<int> perTick = [];
        for (var minute = 1; minute <= 24 * 60; minute += 7)
        {
            Assert.True(await harness.TryTickAsync(Noon.AddMinutes(minute)));
            perTick.Add(_counter.Take().Count);
        }

        Assert.All(perTick, count => Assert.InRange(count, 1, 3));
        Assert.InRange(perTick.Average(), 1, 1.1);
    }

    [Fact]
    public async Task A_restarted_recorder_needs_at_most_three_round_trips()
    {
        using var first = new RecorderHarness(_server);
        await first.TryTickAsync(Noon);
        var table = new TestTable(_server.ConnectionString(port: _counter.Port), first.Table.Options.Table);
        await table.NewWriter().WriteAsync([At(Noon.AddMinutes(1), Up("a"))], TestContext.Current.CancellationToken);
        Assert.InRange(_counter.Take().Count, 1, 3);
    }

    [Fact]
    public async Task A_backlog_is_written_in_batches()
    {
        using var harness = new RecorderHarness(_server, _counter.Port);
        await harness.TryTickAsync(Noon);
        for (var minute = 1; minute <= 600; minute++)
        {
            harness.Queue.Add(At(Noon.AddMinutes(minute), Up("database.default")));
        }

        _counter.Take();
        Assert.True(await harness.TryTickAsync(Noon.AddMinutes(601)));
        Assert.Equal(0, harness.Queue.Count);
        Assert.InRange(_counter.Take().Count, 1, 15);
    }

    private async Task<TestTable> SeededAsync(int runDays)
    {
        var table = new TestTable(_server, port: _counter.Port);
        using var seeder = new Seeder(table.Client, table.Table.Source);
        await seeder.WriteAsync(new PlausibleHistory(Checks, seed: 1), Noon, days: 400, runDays, TestContext.Current.CancellationToken);
        _counter.Take();
        return table;
    }

    private async Task<int> UptimeRoundTripsAsync(TestTable table, string? period)
    {
        var answers = new HistoryRoutes(table.Table, new FakeTimeProvider(Noon));
        _counter.Take();
        var answer = await answers.UptimeAsync(period is null ? "" : $"period={period}");
        Assert.Equal(200, answer.Status);
        return _counter.Take().Count;
    }
}
