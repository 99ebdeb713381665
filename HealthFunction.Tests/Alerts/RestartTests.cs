using Azure.Core;
using HealthFunction.History.Runs;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Alerts;

/// <summary>Processes that end and start again: no message is lost, and one is repeated only with its id.</summary>
public sealed class RestartTests(SharedServers servers) : IAsyncLifetime
{
    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Ids => _receiver.All.Select(r => r.Id);

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_restart_between_any_two_runs_neither_loses_nor_repeats_a_message()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        foreach (var run in Story.Runs(Story.Long))
        {
            using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
            await alerter.TickAsync(run);
        }

        Assert.Equal(Story.DeliveredIds(Story.Long), Ids);
    }

    [Fact]
    public async Task A_restart_while_the_receiver_is_away_loses_nothing_and_keeps_the_order_and_the_pauses()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        _receiver.Usual = Receiver.Status(500);
        foreach (var run in Story.Runs("DDDUUDDD"))
        {
            using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
            await alerter.TickAsync(run);
        }

        // Attempts after about 0, 1, 2 and 4 minutes; a restart does not add any.
        Assert.InRange(_receiver.All.Count, 3, 5);
        Assert.Single(Ids.Distinct());
        _receiver.Usual = Receiver.Status(200);
        var before = _receiver.All.Count;
        using var last = new AlerterHarness(_receiver.Url, _time, table.Table);
        await last.TickAsync(Story.Run('D', 40));
        Assert.Equal(["down", "resolved", "down"], _receiver.All.Skip(before).Select(r => r.Kind));
    }

    [Fact]
    public async Task An_end_between_sending_and_storing_repeats_the_message_under_its_id()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        using var stop = new CancellationTokenSource();
        using (var alerter = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await alerter.PlayAsync("DD");
            _receiver.Answer(async context =>
            {
                // The host stops when the receiver has the message and the sender does not know it yet.
                await stop.CancelAsync();
                await Receiver.Status(200)(context);
            });
            await alerter.TickAsync(Story.Run('D', 2), stop.Token);
        }

        using var next = new AlerterHarness(_receiver.Url, _time, table.Table);
        await next.PlayAsync("DDDUU", from: 3);
        Assert.Equal([.. Story.DeliveredIds("DDD"), .. Story.DeliveredIds("DDDUU")], Ids);
    }

    [Fact]
    public async Task An_end_at_any_call_to_storage_loses_no_message_and_repeats_none_but_under_its_id()
    {
        var server = await servers.AzuriteAsync();
        for (var call = 1; call <= 12; call++)
        {
            // The process ends at each call in turn: first before storage has received it, then after.
            foreach (var fault in new[] { StorageFault.RequestLost, StorageFault.AnswerLost })
            {
                var before = _receiver.All.Count;
                using var stop = new CancellationTokenSource();
                var calls = 0;
                var dying = new TestTable(
                    server,
                    configure: o => o.AddPolicy(
                        new FaultyPolicy(() =>
                        {
                            if (++calls < call)
                            {
                                return StorageFault.None;
                            }

                            stop.Cancel();
                            return fault;
                        }),
                        HttpPipelinePosition.PerRetry));
                var runs = new Queue<RecordedRun>(Story.Runs("UDDDDUUUDDDDUUU"));
                using (var alerter = new AlerterHarness(_receiver.Url, _time, dying.Table))
                {
                    while (!stop.IsCancellationRequested && runs.TryDequeue(out var run))
                    {
                        await alerter.TickAsync(run, stop.Token);
                    }
                }

                var table = new TestTable(dying.Options.ConnectionString, dying.Options.Table);
                using (var next = new AlerterHarness(_receiver.Url, _time, table.Table))
                {
                    while (runs.TryDequeue(out var run))
                    {
                        await next.TickAsync(run);
                    }
                }

                var received = _receiver.All.Skip(before).ToList();
                var messages = received.DistinctBy(r => r.Id).ToList();
                Assert.Equal(["down", "resolved", "down", "resolved"], messages.Select(m => m.Kind));
                Assert.InRange(received.Count, 4, 5);
            }
        }
    }
}
