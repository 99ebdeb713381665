using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop;

/// <summary>A health check of the app's own, with a service of the app's own.</summary>
internal sealed class OrderBookCheck(OrderBook book) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(book.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
