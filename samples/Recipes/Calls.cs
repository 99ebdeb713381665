using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Recipes;

internal static class Calls
{
    /// <summary>A check that is UP when a call of the dependency's own client succeeds.</summary>
    public static IHealthChecksBuilder AddCall(this IHealthChecksBuilder health, string name, Func<CancellationToken, Task> call) =>
        health.AddAsyncCheck(name, async stop =>
        {
            await call(stop);
            return HealthCheckResult.Healthy();
        });
}
