using System.Globalization;
using Azure.Core;
using HealthFunction.Checks;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Recording;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.History;

/// <summary>A recorder on its own table, with a clock, checks and storage faults that the test controls.</summary>
internal sealed class RecorderHarness : IDisposable
{
    private readonly LoggerFactory _loggers;
    private readonly HistoryRecorder _recorder;

    public RecorderHarness(AzuriteServer server, int? port = null, int queueLength = 1440, Action<HistoryOptions>? configure = null, MaintenanceWindow? maintenance = null, IReadOnlyList<FleetSourceOptions>? peers = null, TimeProvider? peerTime = null)
    {
        Table = new TestTable(
            server,
            port: port,
            configure: options => options.AddPolicy(new FaultyPolicy(() => Fault), HttpPipelinePosition.PerRetry),
            time: Time);
        configure?.Invoke(Table.Options);
        _loggers = new LoggerFactory([Log], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        Queue = new RunQueue(queueLength);
        Retention = new Retention(Table.Table, Table.Options, Time, _loggers.CreateLogger<Retention>());
        _recorder = new HistoryRecorder(
            RunChecksAsync,
            new RunStore(Table.Table, Queue, Retention, Time, new HistoryTelemetry(Meters, Queue), _loggers.CreateLogger<RunStore>()),
            new PeerWatch(new FleetOptions { Sources = peers ?? [] }, new FleetTelemetry(Meters), peerTime ?? TimeProvider.System, _loggers.CreateLogger<PeerWatch>()),
            maintenance is { } window ? new MaintenanceSchedule([window]) : MaintenanceSchedule.None,
            Time,
            _loggers.CreateLogger<HistoryRecorder>(),
            [new Listener(this)]);
    }

    public TestTable Table { get; }

    public RunQueue Queue { get; }

    public Retention Retention { get; }

    public CollectingLoggerProvider Log { get; } = new();

    public TestMeters Meters { get; } = new();

    public FakeTimeProvider Time { get; } = new(Runs.Noon);

    public StorageFault Fault { get; set; }

    public Verdict Verdict { get; set; } = Verdict.Up;

    public int RunsMade { get; private set; }

    /// <summary>The times of the runs that a listener received.</summary>
    public List<DateTimeOffset> Received { get; } = [];

    public IReadOnlyList<string> Checks { get; set; } = ["database.default"];

    public HistoryTicks Ticks() => new(_recorder, _loggers.CreateLogger<HistoryTicks>());

    public Task TickAsync(DateTimeOffset? scheduled = null, bool isRetry = false) =>
        _recorder.TickAsync(scheduled, isRetry, TestContext.Current.CancellationToken);

    /// <summary>Sets the clock to a minute and makes its tick, as a timer does.</summary>
    public async Task<bool> TryTickAsync(DateTimeOffset now, bool isRetry = false)
    {
        Time.AdjustTime(now);
        try
        {
            await TickAsync(now, isRetry);
            return true;
        }
        catch (HistoryUnavailableException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _loggers.Dispose();
        Log.Dispose();
        Meters.Dispose();
    }

    private sealed class Listener(RecorderHarness harness) : IRunListener
    {
        public bool IsOn => true;

        public Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken)
        {
            harness.Received.Add(run.Time);
            return Task.CompletedTask;
        }
    }

    private Task<HealthReport> RunChecksAsync(CancellationToken cancellationToken)
    {
        RunsMade++;
        var start = Time.GetUtcNow();
        List<CheckOutcome> outcomes = [];
        foreach (var name in Checks)
        {
            outcomes.Add(new CheckOutcome
            {
                Name = name,
                Verdict = Verdict,
                StartedAt = start,
                Duration = TimeSpan.FromMilliseconds(1 + (RunsMade % 7)),
                Error = Verdict == Verdict.Up ? null : ErrorText.TimedOutAfter(TimeSpan.Parse("00:00:02", CultureInfo.InvariantCulture)),
            });
        }

        return Task.FromResult(new HealthReport(start, Time.GetTimestamp(), TimeSpan.FromMilliseconds(9), outcomes));
    }
}
