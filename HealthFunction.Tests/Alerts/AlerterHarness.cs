using HealthFunction.Alerts;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Alerts;

/// <summary>The alerter of one process; another one on the same table stands for a restarted process.</summary>
internal sealed class AlerterHarness : IDisposable
{
    private readonly StoryTime _time;
    private readonly LoggerFactory _loggers;
    private readonly Alerter _alerter;

    public AlerterHarness(Uri webhook, StoryTime time, HistoryStore? store = null, AlertRule? rule = null, CollectingLoggerProvider? log = null)
    {
        _time = time;
        Log = log ?? new CollectingLoggerProvider();
        _loggers = new LoggerFactory([Log], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        var logger = _loggers.CreateLogger<Alerter>();
        Book = new AlertBook(store ?? new NoHistoryStore("test"), new AlertMachine(rule ?? Story.Rule, "test"), time, logger);
        _alerter = new Alerter(
            Book, new WebhookClient(webhook, time, TimeSpan.FromMilliseconds(500)), new AlertWriter(AlertFormat.Generic, null), time, logger);
    }

    public CollectingLoggerProvider Log { get; }

    public AlertBook Book { get; }

    public async Task TickAsync(RecordedRun run, CancellationToken? cancellationToken = null)
    {
        // Some milliseconds after the tick was due, because the checks need time.
        _time.Now = run.Time.AddMilliseconds(20);
        await _alerter.OnRunAsync(run, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public async Task PlayAsync(string letters, int from = 0)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            await TickAsync(Story.Run(letters[i], from + i));
        }
    }

    public void Dispose()
    {
        _alerter.Dispose();
        _loggers.Dispose();
    }
}
