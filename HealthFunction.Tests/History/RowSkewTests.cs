using Azure.Data.Tables;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Recorders of one source with different versions, or with rows that they cannot read: none stops another, or itself.</summary>
public sealed class RowSkewTests(SharedServers servers)
{
    private static readonly DateOnly Today = Noon.UtcDate();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(31, 33)]
    [InlineData(33, 31)]
    [InlineData(1, 100)]
    [InlineData(31, 31)]
    public async Task A_tick_that_another_recorder_wrote_with_other_checks_stands_and_later_ones_are_written(int before, int after)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync([At(Noon, Checks(before))], Token);

        var writer = table.NewWriter();
        await writer.WriteAsync([At(Noon, Checks(after))], Token);
        await writer.WriteAsync([At(Noon.AddMinutes(1), Checks(after))], Token);
        await table.NewWriter().WriteAsync([.. Enumerable.Range(0, 5).Select(i => At(Noon.AddMinutes(i), Checks(after)))], Token);

        Assert.Equal(5, (await table.RunsAsync()).Count);
        var day = await table.DayAsync(Today);
        Assert.Equal(5, day.Find(DaySeries.Overall)!.Runs.Total);
        Assert.Equal(5, day.Find("check.0")!.Runs.Total);
        Assert.Equal(before < after ? 4 : 5, day.Find($"check.{Math.Min(before, after) - 1 + (before < after ? 1 : 0)}")!.Runs.Total);
    }

    [Theory]
    [InlineData("a later version", new byte[] { 2, 0, 0 })]
    [InlineData("cut short", new byte[] { 1, 1, 200 })]
    [InlineData("empty", new byte[0])]
    [InlineData("noise", new byte[] { 1, 1, 3, 7, 7, 7 })]
    public async Task A_day_row_that_cannot_be_read_stays_as_it_is_and_runs_are_counted_beside_it(string what, byte[] data)
    {
        Assert.NotEmpty(what);
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Meters.Listen();
        await harness.TryTickAsync(Noon);
        await PutAsync(harness.Table, data);
        for (var minute = 1; minute < 4; minute++)
        {
            Assert.True(await harness.TryTickAsync(Noon.AddMinutes(minute)));
        }

        Assert.Equal(0, harness.Queue.Count);
        Assert.Equal(4, (await harness.Table.RunsAsync()).Count);
        var rows = await DayRowsAsync(harness.Table);
        Assert.Equal(data, rows[0].GetBinary("Data"));
        Assert.Equal(3, new Day(Today, [DayRow.Read(Row.From(rows[1]))]).Find("database.default")!.Runs.Total);
        Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Equal(
            ["written 1", "written_beside 1", "written_beside 1", "written_beside 1"],
            harness.Meters.Of("healthfunction.recordings").Select(m => $"{m.Tags.Split('=')[1]} {m.Value}"));

        // The next day is a normal one.
        Assert.True(await harness.TryTickAsync(Noon.AddDays(1)));
        Assert.Equal(1, (await harness.Table.DayAsync(Today.AddDays(1))).Find("database.default")!.Runs.Total);
    }

    [Fact]
    public async Task A_day_row_of_foreign_types_and_a_key_that_is_none_do_not_stop_recording_either()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        await harness.TryTickAsync(Noon);
        var partition = harness.Table.Table.Partition;
        await harness.Table.Client.UpsertEntityAsync(new TableEntity(partition, RowKeys.DayPart(Today, 0)) { ["Data"] = "text" }, TableUpdateMode.Replace, Token);
        await harness.Table.Client.UpsertEntityAsync(new TableEntity(partition, RowKeys.Day(Today) + ".1") { ["Data"] = 7 }, TableUpdateMode.Replace, Token);
        Assert.True(await harness.TryTickAsync(Noon.AddMinutes(1)));
        Assert.Equal(2, (await harness.Table.RunsAsync()).Count);
    }

    [Fact]
    public async Task Runs_counted_beside_a_row_are_merged_with_it_when_it_can_be_read()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync([At(Noon, Down("a")), At(Noon.AddMinutes(1), Up("a", 2))], Token);
        var whole = (await DayRowsAsync(table))[0].GetBinary("Data");
        await PutAsync(table, [2]);
        await table.NewWriter().WriteAsync([At(Noon.AddSeconds(20), Unknown("a")), At(Noon.AddMinutes(2), Up("a", 3))], Token);
        await PutAsync(table, whole);

        var series = (await table.DayAsync(Today)).Find("a")!;
        Assert.Equal(new RunCounts(2, 1, 1), series.Runs);
        Assert.Equal(new MinuteCounts(2, 0, 1), series.Count(0, MinuteMap.Minutes));
        Assert.Equal("connection refused", series.Errors[720]);
        Assert.Equal(2, series.Latency.Count);

        await table.NewWriter().WriteAsync([At(Noon.AddMinutes(3), Up("a"))], Token);
        Assert.Equal(new RunCounts(3, 1, 1), (await table.DayAsync(Today)).Find("a")!.Runs);
    }

    private static RecordedCheck[] Checks(int count) => [.. Enumerable.Range(0, count).Select(i => Up($"check.{i}"))];

    private static async Task PutAsync(TestTable table, byte[] data) => await table.Client.UpsertEntityAsync(
        new TableEntity(table.Table.Partition, RowKeys.DayPart(Today, 0)) { ["Data"] = data }, TableUpdateMode.Replace, Token);

    private static async Task<List<TableEntity>> DayRowsAsync(TestTable table)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.Client.QueryAsync<TableEntity>(row => row.RowKey.CompareTo("e") < 0 && row.RowKey.CompareTo("d") >= 0, cancellationToken: Token))
        {
            rows.Add(row);
        }

        return rows;
    }
}
