using HealthFunction.Access;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Access;

public sealed class AccessGateTests
{
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string LetterId = "1a111111-2222-3333-4444-55555555555f";
    private const string UpperCaseId = "1A111111-2222-3333-4444-55555555555F";

    [Theory]
    [InlineData("", null, null, null, true)]
    [InlineData("10.0.0.0/8", null, "10.1.1.1", null, true)]
    [InlineData("10.0.0.0/8", null, "11.1.1.1", null, false)]
    [InlineData("10.0.0.0/8", null, "10.1.1.1, 11.1.1.1", null, false)]
    [InlineData("10.0.0.0/8", null, null, null, false)]
    [InlineData("", Id, null, Id, true)]
    [InlineData("", LetterId, null, LetterId, true)]
    [InlineData("", LetterId, null, UpperCaseId, true)]
    [InlineData("", Id, null, "{" + Id + "}", false)]
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
        var gate = new AccessGate(new AccessOptions { AllowedNetworks = list, FrontDoorId = required is null ? null : Guid.Parse(required) }, TimeProvider.System, loggers.CreateLogger<AccessGate>());

        Assert.Equal(admitted, gate.Admits(Request(forwardedFor, frontDoorId)));
        Assert.Equal(admitted ? 0 : 1, log.Entries.Count(e => e.Text.StartsWith("Refused", StringComparison.Ordinal)));
    }

    [Fact]
    public void Refusals_are_logged_when_they_begin_and_then_counted()
    {
        using var log = new CollectingLoggerProvider();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(log));
        Assert.True(NetworkList.TryParse("10.0.0.0/8", out var list, out _));
        var time = new FakeTimeProvider();
        var gate = new AccessGate(new AccessOptions { AllowedNetworks = list, FrontDoorId = Guid.Parse(Id) }, time, loggers.CreateLogger<AccessGate>());

        for (var i = 0; i < 1000; i++)
        {
            Assert.False(gate.Admits(Request("11.1.1.1", Id)));
            Assert.False(gate.Admits(Request("10.1.1.1", null)));
        }

        Assert.Equal(
            [
                "Refused a request from 11.1.1.1, which is in none of Health__AllowedNetworks (0 more since this was last logged)",
                "Refused a request that did not come through the configured Front Door (X-Azure-FDID is missing or another; 0 more since this was last logged)",
            ],
            log.Entries.Select(entry => entry.Text));
        time.Advance(TimeSpan.FromMinutes(1));
        gate.Admits(Request("11.1.1.2", Id));
        gate.Admits(Request("11.1.1.3", Id));

        Assert.Equal(3, log.Entries.Count);
        Assert.Equal(
            "Refused a request from 11.1.1.2, which is in none of Health__AllowedNetworks (999 more since this was last logged)",
            log.Entries[^1].Text);
    }

    [Fact]
    public void A_caller_whose_address_cannot_be_read_is_logged_as_unknown()
    {
        using var log = new CollectingLoggerProvider();
        using var loggers = LoggerFactory.Create(b => b.AddProvider(log));
        Assert.True(NetworkList.TryParse("10.0.0.0/8", out var list, out _));

        Assert.False(new AccessGate(new AccessOptions { AllowedNetworks = list }, new FakeTimeProvider(), loggers.CreateLogger<AccessGate>()).Admits(Request("garbage", null)));

        Assert.StartsWith("Refused a request from unknown, which", Assert.Single(log.Entries).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("10.0.0.0/8", null, true)]
    [InlineData("", Id, true)]
    [InlineData("10.0.0.0/8", Id, true)]
    public void It_is_set_when_some_callers_would_be_refused(string networks, string? required, bool isSet)
    {
        using var loggers = new LoggerFactory();
        Assert.True(NetworkList.TryParse(networks, out var list, out _));
        var options = new AccessOptions { AllowedNetworks = list, FrontDoorId = required is null ? null : Guid.Parse(required) };

        Assert.Equal(isSet, new AccessGate(options, TimeProvider.System, loggers.CreateLogger<AccessGate>()).IsSet);
    }

    private static StubRequest Request(string? forwardedFor, string? frontDoorId) => new(headers:
    [
        .. forwardedFor is null ? Array.Empty<(string, string)>() : [(AccessGate.ForwardedFor, forwardedFor)],
        .. frontDoorId is null ? Array.Empty<(string, string)>() : [(AccessGate.FrontDoorId, frontDoorId)],
    ]);
}
