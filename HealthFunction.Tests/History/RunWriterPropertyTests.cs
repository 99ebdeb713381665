using Azure.Core;
using CsCheck;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History;

public sealed class RunWriterPropertyTests(SharedServers servers)
{
    private static int _sources;

    [Fact]
    public async Task Two_recorders_with_failing_writes_and_replays_in_any_order_leave_what_a_recount_finds()
    {
        var server = await servers.AzuriteAsync();
        var all = new TestTable(server);
        await Gen.Select(RandomRuns.Of(40), Gen.Int[0, int.MaxValue]).SampleAsync(
            async (runs, seed) =>
            {
                var source = $"s{Interlocked.Increment(ref _sources)}";
                var random = new Random(seed);
                await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RecordAsync(Shuffled(runs, random), random.Next(), source)));

                var reader = new TestTable(server.ConnectionString(), all.Options.Table, source);
                Recount.AssertHolds(await reader.Reader.DaysAsync(runs.Min(r => r.Date), runs.Max(r => r.Date), default), runs);
                Assert.Equal(runs.Length, (await reader.RunsAsync()).Count);
                return true;
            },
            iter: 30,
            threads: 2);

        // Each recorder gets every run, some of them twice, in batches of any size, and continues until all are written.
        async Task RecordAsync(RecordedRun[] runs, int seed, string source)
        {
            var random = new Random(seed);
            var table = new TestTable(
                server.ConnectionString(), all.Options.Table, source,
                options => options.AddPolicy(new FaultyPolicy(seed, share: 0.25), HttpPipelinePosition.PerRetry));
            var writer = table.NewWriter();
            foreach (var day in runs.Concat(runs[..(runs.Length / 3)]).GroupBy(run => run.Date))
            {
                foreach (var batch in Batches([.. day], random))
                {
                    while (!await TryWriteAsync(writer, batch))
                    {
                    }
                }
            }
        }
    }

    private static async Task<bool> TryWriteAsync(RunWriter writer, RecordedRun[] batch)
    {
        try
        {
            await writer.WriteAsync(batch, TestContext.Current.CancellationToken);
            return true;
        }
        catch (HistoryUnavailableException)
        {
            return false;
        }
    }

    private static IEnumerable<RecordedRun[]> Batches(RecordedRun[] runs, Random random)
    {
        for (var start = 0; start < runs.Length;)
        {
            var length = Math.Min(random.Next(1, 8), runs.Length - start);
            yield return [.. runs[start..(start + length)].DistinctBy(run => run.Time)];
            start += length;
        }
    }

    private static RecordedRun[] Shuffled(RecordedRun[] runs, Random random)
    {
        var shuffled = runs.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
