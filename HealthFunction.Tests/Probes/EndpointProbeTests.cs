using HealthFunction.Probes.Endpoints;
using HealthFunction.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

/// <summary>Azurite is as good an HTTP server as any: to a request for nothing in particular it says 400.</summary>
public sealed class EndpointProbeTests(AzuriteServer server) : ProbeContract<AzuriteServer>(server)
{
    private protected override IHealthCheck Create(int port) => new EndpointProbe(
        new EndpointOptions { Url = $"http://127.0.0.1:{port}/", ExpectedStatus = 400 }, Attempt.Timeout, TimeProvider.System);
}
