using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>Calls a check's own code, which may do anything: on which thread, and with which services.</summary>
internal sealed class CheckCode(HealthCheckRegistration registration, IServiceProvider services)
{
    private readonly HealthCheckContext _context = new() { Registration = registration };
    private readonly CheckScope _scope = new(services);
    private readonly CheckThread? _thread = CheckNames.MayBlock(registration) ? new CheckThread(registration.Name) : null;

    /// <summary>Whether the current attempt has requested a service.</summary>
    public bool HasScope => _scope.IsOpen;

    /// <summary>Runs the attempt on a thread that it may block.</summary>
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
