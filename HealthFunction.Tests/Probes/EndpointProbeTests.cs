using HealthFunction.Probes.Endpoints;
using HealthFunction.Testing;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

/// <summary>Azurite serves as an HTTP server: it answers 400 to a plain request.</summary>
public sealed class EndpointProbeTests(AzuriteServer server) : ProbeContract<AzuriteServer>(server)
{
    private protected override IHealthCheck Create(int port) => new EndpointProbe(
        ReadSettings.Endpoint($"http://127.0.0.1:{port}/", ("ExpectedStatus", "400")), Attempt.Timeout, credential: null, TimeProvider.System);
}
