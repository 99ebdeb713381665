using HealthFunction.Access;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Access;

public sealed class AccessGateTests
{
    private const string Id = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("", null, null, null, true)]
    [InlineData("10.0.0.0/8", null, "10.1.1.1", null, true)]
    [InlineData("10.0.0.0/8", null, "11.1.1.1", null, false)]
    [InlineData("10.0.0.0/8", null, "10.1.1.1, 11.1.1.1", null, false)]
    [InlineData("10.0.0.0/8", null, null, null, false)]
    [InlineData("", Id, null, Id, true)]
    [InlineData("", Id, null, "21111111-2222-3333-4444-555555555555", false)]
    [InlineData("", Id, null, Id + "," + Id, false)]
    [InlineData("", Id, null, "", false)]
    [InlineData("", Id, null, null, false)]
    [InlineData("10.0.0.0/8", Id, "10.1.1.1", null, false)]
    [InlineData("10.0.0.0/8", Id, "11.1.1.1", Id, false)]
    [InlineData("10.0.0.0/8", Id, "10.1.1.1", Id, true)]
    public void Every_gate_that_is_set_has_to_be_passed(string networks, string? required, string? forwardedFor, string? frontDoorId, bool admitted)
    {
        using var log = new CollectingLoggerProvider();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(log));
        Assert.True(NetworkList.TryParse(networks, out var list, out _));
        var gate = new AccessGate(new AccessOptions { AllowedNetworks = list, FrontDoorId = required }, loggers.CreateLogger<AccessGate>());

        Assert.Equal(admitted, gate.Admits(name => name == AccessGate.ForwardedFor ? forwardedFor : frontDoorId));
        Assert.Equal(admitted ? 0 : 1, log.Entries.Count(e => e.Text.StartsWith("Refused", StringComparison.Ordinal)));
    }
}
