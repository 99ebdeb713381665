using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>A check's own code, which may do anything: how it is called, on which thread, and with which services.</summary>
internal sealed class CheckCode(HealthCheckRegistration registration, IServiceProvider services)
{
    private readonly HealthCheckContext _context = new() { Registration = registration };
    private readonly CheckScope _scope = new(services);
    private readonly CheckThread? _thread = CheckNames.MayBlock(registration) ? new CheckThread(registration.Name) : null;

    /// <summary>Whether the attempt under way has asked for a service.</summary>
    public bool HasScope => _scope.IsOpen;

    /// <summary>Runs the attempt where it may block.</summary>
    public void Queue(CheckAttempt attempt)
    {
        if (_thread is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(attempt, preferLocal: false);
        }
        else
        {
            _thread.Run(attempt);
        }
    }

    public Task<HealthCheckResult> CallAsync(CancellationToken cancellationToken) =>
        registration.Factory(_scope).CheckHealthAsync(_context, cancellationToken);

    /// <summary>The next attempt gets a scope of its own.</summary>
    public ValueTask EndScopeAsync() => _scope.EndAsync();
}
