using HealthFunction.Alerts;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Alerts;

/// <summary>Two instances that record the same source.</summary>
public sealed class TwoRecordersTests(SharedServers servers) : IAsyncLifetime
{
    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Ids => _receiver.All.Select(r => r.Id);

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Two_recorders_of_a_source_send_each_message_once()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var other = new TestTable(table.Options.ConnectionString, table.Options.Table);
        using var first = new AlerterHarness(_receiver.Url, _time, table.Table);
        using var second = new AlerterHarness(_receiver.Url, _time, other.Table);
        var oneIsDone = Task.CompletedTask;

        // The sender gets its success only when the other has processed the same run and found nothing to do.
        _receiver.Usual = async context =>
        {
            await Volatile.Read(ref oneIsDone);
            await Receiver.Status(200)(context);
        };
        foreach (var run in Story.Runs(Story.Long))
        {
            var done = new TaskCompletionSource();
            Volatile.Write(ref oneIsDone, done.Task);
            await Task.WhenAll(TickAsync(first), TickAsync(second));

            async Task TickAsync(AlerterHarness alerter)
            {
                await alerter.TickAsync(run);
                done.TrySetResult();
            }
        }

        Assert.Equal(Story.DeliveredIds(Story.Long), Ids);
    }

    [Fact]
    public async Task Two_recorders_that_are_not_in_step_send_each_message_once_too()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async seed =>
        {
            // With its own clock: one may be some runs ahead of the other.
            var random = new Random(seed);
            var own = new TestTable(table.Options.ConnectionString, table.Options.Table);
            using var alerter = new AlerterHarness(_receiver.Url, new StoryTime(), own.Table, new AlertRule(2, 2, TimeSpan.Zero));
            foreach (var run in Story.Runs(string.Concat(Enumerable.Repeat("UDDU", 12))).Select((r, i) => r with { Time = Story.Noon.AddSeconds(i) }))
            {
                await alerter.TickAsync(run);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(10)), TimeProvider.System);
            }
        }));

        Assert.Equal(23, Ids.Distinct().Count());
        Assert.Equal(23, _receiver.All.Count);
    }

    [Fact]
    public async Task A_message_that_another_instance_has_claimed_is_left_to_it_until_the_claim_ends()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        using var stop = new CancellationTokenSource();
        using var first = new AlerterHarness(_receiver.Url, _time, table.Table);
        _receiver.Answer(async context =>
        {
            await stop.CancelAsync();
            context.Abort();
        });
        await first.PlayAsync("DD");
        await first.TickAsync(Story.Run('D', 2), stop.Token);

        using var second = new AlerterHarness(_receiver.Url, _time, new TestTable(table.Options.ConnectionString, table.Options.Table).Table);
        await second.TickAsync(Story.Run('D', 2.5));
        Assert.Single(Ids);
        await second.TickAsync(Story.Run('D', 3));
        Assert.Single(Ids);

        // What counts is for how long the second one has seen the claim, not the end that the claim names.
        await second.TickAsync(Story.Run('D', 3.5));
        Assert.Equal([.. Story.DeliveredIds("DDD"), .. Story.DeliveredIds("DDD")], Ids);
    }
}
