using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class RunWriterTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_written_into_a_table_that_was_missing_and_read_back()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var run = At(Noon, Up("database.default", 1.234), Down("cache.default"), Unknown("table.default"));
        await table.NewWriter().WriteAsync([run], Token);

        var read = Assert.Single(await table.RunsAsync());
        Assert.Equal(run with { Checks = read.Checks }, read);
        Assert.Equal(run.Checks, read.Checks);
        var day = await table.DayAsync(run.Date);
        Assert.Equal(new RunCounts(0, 0, 1), day.Find(DaySeries.Overall)!.Runs);
        Assert.Equal(MinuteState.Down, day.Find("cache.default")!.Minutes[720]);
        Assert.Equal("connection refused", day.Find("cache.default")!.Errors[720]);
        Assert.Equal("cache.default: connection refused", day.Find(DaySeries.Overall)!.Errors[720]);
    }

    [Fact]
    public async Task A_run_that_is_there_already_changes_nothing()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        for (var i = 0; i < 3; i++)
        {
            await writer.WriteAsync([At(Noon, Up("a"))], Token);
        }

        await table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        Assert.Equal(1, (await table.DayAsync(DateOnly.FromDateTime(Noon.Date))).Find("a")!.Runs.Total);
    }

    [Fact]
    public async Task A_batch_of_which_some_runs_are_there_already_adds_the_others()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var runs = Enumerable.Range(0, 50).Select(i => At(Noon.AddMinutes(i), Up("a"))).ToList();
        await table.NewWriter().WriteAsync([runs[7]], Token);
        await table.NewWriter().WriteAsync(runs[5..30], Token);
        await table.NewWriter().WriteAsync(runs, Token);
        Assert.Equal(new RunCounts(50, 0, 0), (await table.DayAsync(runs[0].Date)).Find("a")!.Runs);
        Assert.Equal(50, (await table.RunsAsync()).Count);
    }

    [Fact]
    public async Task Several_runs_in_a_minute_leave_the_worst_verdict_and_count_each()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        RecordedCheck[] found = [Up("a"), Unknown("a"), Down("a"), Unknown("a"), Up("a")];
        for (var i = 0; i < found.Length; i++)
        {
            await writer.WriteAsync([At(Noon.AddSeconds(i), found[i])], Token);
        }

        var series = (await table.DayAsync(DateOnly.FromDateTime(Noon.Date))).Find("a")!;
        Assert.Equal(MinuteState.Down, series.Minutes[720]);
        Assert.Equal("connection refused", series.Errors[720]);
        Assert.Equal(new RunCounts(2, 2, 1), series.Runs);
        Assert.Equal(2, series.Latency.Count);
    }

    [Fact]
    public async Task A_run_at_the_second_before_midnight_belongs_to_the_day_that_ends()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        var late = new DateTimeOffset(2026, 3, 14, 23, 59, 59, 999, TimeSpan.Zero);
        await writer.WriteAsync([At(late, Down("a"))], Token);
        await writer.WriteAsync([At(late.AddMilliseconds(1), Up("a"))], Token);

        Assert.Equal(MinuteState.Down, (await table.DayAsync(new DateOnly(2026, 3, 14))).Find("a")!.Minutes[1439]);
        var next = (await table.DayAsync(new DateOnly(2026, 3, 15))).Find("a")!;
        Assert.Equal(MinuteState.Up, next.Minutes[0]);
        Assert.Equal(1, next.Runs.Total);
    }

    [Fact]
    public async Task More_checks_than_a_transaction_holds_rows_are_written_in_one_transaction()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var checks = Enumerable.Range(0, 1000).Select(i => i % 100 == 0 ? Down($"check.{i}") : Up($"check.{i}", i)).ToArray();
        var writer = table.NewWriter();
        await writer.WriteAsync([At(Noon, checks)], Token);
        await writer.WriteAsync([At(Noon.AddMinutes(1), checks)], Token);

        var day = await table.DayAsync(DateOnly.FromDateTime(Noon.Date));
        Assert.Equal(1001, day.Series.Count());
        Assert.All(day.Series, series => Assert.Equal(2, series.Runs.Total));
        Assert.Equal(checks, (await table.RunsAsync())[0].Checks);
    }

    [Theory]
    [InlineData("a/b\\c#d?e%f\tg\u0001h'i\"j k~l")]
    [InlineData("République/Ωmega 😀")]
    [InlineData(".")]
    public async Task Names_with_characters_that_keys_do_not_allow_are_kept(string name)
    {
        var table = new TestTable(await servers.AzuriteAsync(), source: name);
        await table.NewWriter().WriteAsync([At(Noon, Up(name))], Token);
        Assert.Equal(name, (await table.DayAsync(DateOnly.FromDateTime(Noon.Date))).Series.Single(s => s.Name.Length > 0).Name);
        Assert.Equal(name, Assert.Single(Assert.Single(await table.RunsAsync()).Checks).Name);
    }

    [Fact]
    public async Task Sources_that_look_alike_do_not_mix()
    {
        var server = await servers.AzuriteAsync();
        var one = new TestTable(server, source: "eu/1");
        var other = new TestTable(server.ConnectionString(), one.Options.Table, source: "eu~002F1");
        await one.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        await other.NewWriter().WriteAsync([At(Noon, Down("a"))], Token);
        Assert.Equal(MinuteState.Up, (await one.DayAsync(DateOnly.FromDateTime(Noon.Date))).Find("a")!.Minutes[720]);
        Assert.Equal(MinuteState.Down, (await other.DayAsync(DateOnly.FromDateTime(Noon.Date))).Find("a")!.Minutes[720]);
    }
}
