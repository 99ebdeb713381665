using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop;

/// <summary>The app's own health check, which uses a service of the app.</summary>
internal sealed class OrderBookCheck(OrderBook book) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(book.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
