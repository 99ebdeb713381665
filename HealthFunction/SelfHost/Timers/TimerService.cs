using HealthFunction.SelfHost.Discovery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost.Timers;

/// <summary>
/// Keeps the schedules of all timer functions from the moment the host listens until it is told to stop. It keeps no schedule status
/// across restarts: a run that was missed while the process was down is not made up for.
/// </summary>
internal sealed class TimerService : IHostedLifecycleService, IDisposable
{
    private readonly ILogger _logger;
    private readonly Dictionary<string, TimerLoop> _loops = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _faults = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public TimerService(
        FoundFunctions functions, IConfiguration configuration, TimerRunner runner, TimeProvider time, ILogger<TimerService> logger)
    {
        _logger = logger;
        foreach (var function in functions.Timers)
        {
            try
            {
                var schedule = TimerSchedule.Parse(function.Trigger.Schedule, configuration);
                _loops.Add(function.Descriptor.Name, new TimerLoop(function, schedule, runner, time));
            }
            catch (FormatException fault)
            {
                _faults.Add(function.Descriptor.Name, fault.Message);
            }
        }
    }

    /// <summary>By function name, why it has no schedule; the rest of the app runs.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <returns>False when no function of that name has a schedule.</returns>
    public bool TryRunOnce(string function)
    {
        if (!_loops.TryGetValue(function, out var loop))
        {
            return false;
        }

        loop.RunOnce();
        return true;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (function, fault) in _faults)
        {
            _logger.InError(function, fault);
        }

        return Task.CompletedTask;
    }

    // Not before the host listens: a start that fails on its port must not have run anything.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_loops.Values.Select(loop => Task.Run(() => loop.RunAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.StillRunning();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();
}
