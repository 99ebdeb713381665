using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;

namespace HealthFunction.Tests.History;

public sealed class KillTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recorder_killed_at_any_point_leaves_all_of_a_recording_or_none_and_the_next_one_heals_it()
    {
        var server = await servers.AzuriteAsync();
        var table = new TestTable(server);
        var random = new Random(1);
        for (var life = 1; life <= 6; life++)
        {
            using var process = RecorderProcess.Start(table);
            var until = random.Next(life * 10, life * 40);
            await process.WaitForOutputAsync(output => output.Count(c => c == '\n') >= until ? output : null, Token);
            await Task.Delay(TimeSpan.FromMicroseconds(random.Next(3000)), TimeProvider.System, Token);
            await process.KillAsync();

            // The server may finish the dead process's request after it.
            await AssertWholeAsync(table);
        }

        await RecordAllAsync(table);
    }

    [Fact]
    public async Task A_storage_killed_at_any_point_leaves_all_of_a_recording_or_none_and_the_next_one_heals_it()
    {
        await using var server = new AzuriteServer();
        await server.StartAsync();
        var table = new TestTable(server);
        var random = new Random(2);
        for (var life = 1; life <= 2; life++)
        {
            var recording = RecordUntilFailureAsync(table);

            // Azurite saves every five seconds; a kill in between loses everything after the last time.
            await Task.Delay(TimeSpan.FromMilliseconds(5000 + random.Next(1500)), TimeProvider.System, Token);
            await server.KillAsync();
            await recording;
            await server.StartAsync();
            await AssertWholeAsync(table);
        }

        await RecordAllAsync(table);
    }

    /// <summary>Every run row is counted in the day row, and nothing else is.</summary>
    private static async Task AssertWholeAsync(TestTable table)
    {
        IReadOnlyList<RecordedRun> runs;
        IReadOnlyList<Day> days;
        do
        {
            // A request of the dead process may be carried out between the two reads.
            runs = await table.RunsAsync();
            days = await table.Reader.DaysAsync(OneByOne.Date, OneByOne.Date, Token);
        }
        while ((await table.RunsAsync()).Count != runs.Count);

        Recount.AssertHolds(days, [.. runs]);
    }

    private static async Task RecordUntilFailureAsync(TestTable table)
    {
        var writer = table.NewWriter();
        try
        {
            while (true)
            {
                foreach (var run in RecorderProcess.Runs)
                {
                    await writer.WriteAsync([run], Token);
                }
            }
        }
        catch (HistoryUnavailableException)
        {
            // The storage was killed.
        }
    }

    private static async Task RecordAllAsync(TestTable table)
    {
        var all = RecorderProcess.Runs;
        var writer = table.NewWriter();
        foreach (var batch in all.Chunk(60))
        {
            await writer.WriteAsync(batch, Token);
        }

        Recount.AssertHolds(await table.Reader.DaysAsync(OneByOne.Date, OneByOne.Date, Token), all);
        Assert.Equal(all.Length, (await table.RunsAsync()).Count);
    }
}
