using HealthFunction.Alerts;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Alerts;

public sealed class TickTimeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tick_ends_in_time_when_neither_the_receiver_nor_storage_answers(bool storageToo)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Usual = Receiver.Silence(new TaskCompletionSource<bool>());
        await using var silent = new AzuriteServer();
        await silent.StartAsync();
        var time = new FakeTimeProvider(Story.Noon);
        var table = new TestTable(silent, time: time);
        table.Options.Timeout = TimeSpan.FromSeconds(15);
        var book = new AlertBook(
            new HistoryTable(table.Client, "test", TimeSpan.FromSeconds(15), time),
            new AlertMachine(Story.Rule with { After = 1 }, "test"),
            time,
            NullLogger.Instance);
        using var alerter = new Alerter(
            book, new WebhookClient(receiver.Url, time), new AlertWriter(AlertFormat.Generic, null), time, NullLogger<Alerter>.Instance);
        if (storageToo)
        {
            silent.Freeze();
        }

        var tick = alerter.OnRunAsync(Story.Run('D', 0), TestContext.Current.CancellationToken);
        while (!tick.IsCompleted)
        {
            // Deadlines run on the test's clock. If there will be a request, wait for it first; otherwise the deadline would cut it off.
            if (storageToo || receiver.All.Count > 0)
            {
                time.Advance(TimeSpan.FromSeconds(0.5));
            }

            await Task.WhenAny(tick, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        await tick;
        Assert.InRange(time.GetUtcNow() - Story.Noon, TimeSpan.Zero, Alerter.MaxTickTime + TimeSpan.FromSeconds(5));
        Assert.Single(book.State.Waiting);
    }
}
