using HealthFunction.Probes.Endpoints;
using HealthFunction.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

/// <summary>Azurite serves as an HTTP server: it answers 400 to a plain request.</summary>
public sealed class EndpointProbeTests(AzuriteServer server) : ProbeContract<AzuriteServer>(server)
{
    private protected override IHealthCheck Create(int port) => new EndpointProbe(
        new EndpointOptions { Url = $"http://127.0.0.1:{port}/", ExpectedStatus = 400 }, Attempt.Timeout, TimeProvider.System);
}
