using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>The last check of a deployment that is out of rotation: always DOWN, with the operator's reason.</summary>
internal sealed class DrainCheck(DrainReason reason) : IHealthCheck
{
    private readonly ProbeException _drained = new(ErrorText.Drained(reason));

    public static HealthCheckRegistration Register(DrainReason reason) =>
        new(CheckNames.Drain, new DrainCheck(reason), HealthStatus.Unhealthy, tags: null);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Unhealthy(exception: _drained));
}
