using Azure.Core;
using CsCheck;
using HealthFunction.Alerts;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Alerts;

/// <summary>The state in a real table: the effect of restarts, races and unavailable storage on messages.</summary>
public sealed class StorageTests(SharedServers servers) : IAsyncLifetime
{
    private const string Long = "UUDUDDDDDDDDDDDDDDDDUDUUUDDDDUU";

    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Ids => _receiver.All.Select(r => r.Id);

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_restart_between_any_two_runs_neither_loses_nor_repeats_a_message()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        foreach (var run in Story.Runs(Long))
        {
            using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
            await alerter.TickAsync(run);
        }

        Assert.Equal(Expected(Long), Ids);
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
        Assert.Equal([.. Expected("DDD"), .. Expected("DDDUU")], Ids);
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
        foreach (var run in Story.Runs(Long))
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

        Assert.Equal(Expected(Long), Ids);
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
        Assert.Equal([.. Expected("DDD"), .. Expected("DDD")], Ids);
    }

    [Fact]
    public async Task Alerting_goes_on_from_memory_while_storage_is_away_and_says_so_once()
    {
        var fault = StorageFault.RequestLost;
        var table = NewTable(await servers.AzuriteAsync(), () => fault);
        using (var alerter = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await alerter.PlayAsync("UDDDDUU");
            Assert.Equal(Expected("UDDDDUU"), Ids);
            fault = StorageFault.None;
            await alerter.PlayAsync("UDDDD", from: 7);
            Assert.Single(alerter.Log.Entries, e => e.Text.Contains("cannot be read or written", StringComparison.Ordinal));
            Assert.Single(alerter.Log.Entries, e => e.Text.Contains("in storage again", StringComparison.Ordinal));
        }

        // The state in memory is stored with the first success.
        using var next = new AlerterHarness(_receiver.Url, _time, table.Table);
        await next.PlayAsync("DDDUU", from: 12);
        Assert.Equal(Expected("UDDDDUU" + "UDDDD" + "DDDUU"), Ids);
    }

    [Fact]
    public async Task The_state_that_another_recorder_stored_meanwhile_is_adopted()
    {
        var fault = StorageFault.None;
        var server = await servers.AzuriteAsync();
        var table = NewTable(server, () => fault);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        using var other = new AlerterHarness(_receiver.Url, _time, new TestTable(server.ConnectionString(), table.Options.Table).Table);
        await alerter.PlayAsync("UDD");
        fault = StorageFault.RequestLost;
        await other.PlayAsync("DDD", from: 3);
        Assert.Equal(Expected("UDDD"), Ids);

        // It counts the same runs from memory, up to the same message, whose id is the one that the receiver has.
        await alerter.PlayAsync("DDD", from: 3);
        Assert.Equal([.. Expected("UDDD"), .. Expected("UDDD")], Ids);
        fault = StorageFault.None;
        await alerter.PlayAsync("DUU", from: 6);
        Assert.Equal([.. Expected("UDDD"), .. Expected("UDDD"), Expected("UDDDDDDUU")[1]], Ids);
    }

    [Fact]
    public async Task Without_storage_alerts_are_kept_in_memory()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        await alerter.PlayAsync(Long);
        Assert.Equal(Expected(Long), Ids);
    }

    [Fact]
    public async Task Whatever_storage_does_each_message_is_delivered_once_and_in_order()
    {
        var server = await servers.AzuriteAsync();
        var letters = Gen.Select(Gen.Char["UDD?m"], Gen.Int[1, 4], (letter, count) => new string(letter, count)).Array[1, 8].Select(string.Concat);
        await Gen.Select(letters, Gen.Int[0, int.MaxValue]).SampleAsync(
            async (runs, seed) =>
            {
                await using var receiver = await Receiver.StartAsync();
                var table = new TestTable(
                    server, configure: o => o.AddPolicy(new FaultyPolicy(seed, share: 0.4), HttpPipelinePosition.PerRetry));
                using var alerter = new AlerterHarness(receiver.Url, new StoryTime(), table.Table);
                await alerter.PlayAsync(runs);
                Assert.Equal(Expected(runs), receiver.All.Select(r => r.Id));
            },
            iter: 20,
            threads: 2);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_logged_and_replaced()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.Client.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        await table.Client.AddEntityAsync(
            new Azure.Data.Tables.TableEntity(table.Table.Partition, RowKeys.Alerts) { ["State"] = "{\"Waiting\": 7}" }, TestContext.Current.CancellationToken);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDD");
        Assert.Single(alerter.Log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("not one that this app wrote", StringComparison.Ordinal));
        Assert.Equal(Expected("DDD"), Ids);
    }

    [Fact]
    public async Task The_row_stands_beside_history_and_outlives_it()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        table.Options.RunDays = table.Options.DayDays = 1;
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDD");
        await table.NewWriter().WriteAsync([Story.Run('D', 0)], TestContext.Current.CancellationToken);

        // The clock is right, and runs of half a day ago confirm it.
        _time.Now = TimeProvider.System.GetUtcNow();
        await table.NewWriter().WriteAsync([Story.Run('U', 0) with { Time = _time.Now.AddHours(-13) }], TestContext.Current.CancellationToken);
        using var loggers = new LoggerFactory();
        var retention = new Retention(table.Table, table.Options, _time, loggers.CreateLogger<Retention>());
        for (var step = 0; step < 10 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(_time.Now.AddHours(-13), Assert.Single(await table.RunsAsync()).Time);
        List<string> left = [];
        await foreach (var row in table.Client.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            left.Add(row.RowKey);
        }

        Assert.Contains(RowKeys.Alerts, left);
        Assert.DoesNotContain(RowKeys.DayPart(Story.Noon.UtcDate(), 0), left);
    }

    private static TestTable NewTable(AzuriteServer server, Func<StorageFault> fault) =>
        new(server, configure: o => o.AddPolicy(new FaultyPolicy(fault), HttpPipelinePosition.PerRetry));

    private static string[] Expected(string letters) => PlayDelivered(letters);

    /// <summary>The ids that follow from the runs if each message is delivered at once.</summary>
    private static string[] PlayDelivered(string letters)
    {
        var machine = new AlertMachine(Story.Rule, "test");
        List<string> ids = [];
        var state = AlertState.Initial;
        foreach (var run in Story.Runs(letters))
        {
            state = machine.Step(state, run);
            ids.AddRange(state.Waiting.Select(w => w.Message.Id));
            state = state with { Waiting = [] };
        }

        return [.. ids];
    }
}
