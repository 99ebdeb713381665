using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary>
/// A check that can be called once before the first request. The result of that call is discarded. The first request waits until it ends,
/// within its own deadline, and then calls the check again, with the client already compiled and connected.
/// </summary>
internal sealed class EarlyCheck(IHealthCheck check, TimeSpan timeout, TimeProvider time) : IHealthCheck
{
    private Task? _early;

    /// <summary>Call once, before any request can arrive. It returns at once.</summary>
    public void CallEarly(HealthCheckRegistration registration) => _early = CallEarlyAsync(new HealthCheckContext { Registration = registration });

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _early is { } early ? CallAfterAsync(early, context, cancellationToken) : check.CheckHealthAsync(context, cancellationToken);

    private async Task<HealthCheckResult> CallAfterAsync(Task early, HealthCheckContext context, CancellationToken cancellationToken)
    {
        await early.WaitAsync(cancellationToken).ConfigureAwait(false);
        _early = null;
        return await check.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends at the timeout at the latest, and never fails: a failure is repeated and reported by the first request's own call.
    /// </summary>
    private async Task CallEarlyAsync(HealthCheckContext context)
    {
#pragma warning disable CA2000 // Its timer ends with it, and what is left of the call may go on using its token.
        var deadline = new CancellationTokenSource(timeout, time);
#pragma warning restore CA2000
        var call = Task.Run(() => check.CheckHealthAsync(context, deadline.Token), CancellationToken.None);
        Leftover.Ignore(call);
        await ((Task)call).WaitAsync(timeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
