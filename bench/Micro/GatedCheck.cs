using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Micro;

/// <summary>Answers on request, so that callers can pile up behind it.</summary>
internal sealed class GatedCheck : IHealthCheck
{
    private TaskCompletionSource _gate = New();

    public void Open() => _gate.TrySetResult();

    public void Close() => _gate = New();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _gate.Task.ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
