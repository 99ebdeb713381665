using System.Net;
using HealthFunction.Access;

namespace HealthFunction.Tests.Access;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(null, "", null)]
    [InlineData("", "", null)]
    [InlineData("203.0.113.9", "", "203.0.113.9")]
    [InlineData("203.0.113.9:51234", "", "203.0.113.9")]
    [InlineData("[2001:db8::1]:443", "", "2001:db8::1")]
    [InlineData("2001:db8::1", "", "2001:db8::1")]
    [InlineData("10.0.0.1, 203.0.113.9", "", "203.0.113.9")]
    [InlineData("10.0.0.1, 203.0.113.9", "203.0.113.9", "10.0.0.1")]
    [InlineData("1.1.1.1, 10.0.0.1, 203.0.113.9:80", "203.0.113.0/24, 10.0.0.0/8", "1.1.1.1")]
    [InlineData("10.0.0.1, 203.0.113.9", "203.0.113.9, 10.0.0.0/8", "10.0.0.1")]
    [InlineData("unknown, 203.0.113.9", "203.0.113.9", null)]
    [InlineData("203.0.113.9, unknown, 10.0.0.1", "10.0.0.1", null)]
    [InlineData("10.0.0.1, garbage", "", null)]
    [InlineData("10.0.0.1,", "", null)]
    public void The_last_entry_counts_and_earlier_ones_only_behind_trusted_proxies(string? forwardedFor, string trusted, string? address)
    {
        Assert.True(NetworkList.TryParse(trusted, out var proxies, out _));
        Assert.Equal(address, ClientAddress.Find(null, forwardedFor, proxies)?.ToString());
    }

    [Theory]
    [InlineData("203.0.113.9", null, "", "203.0.113.9")]
    [InlineData("203.0.113.9", "10.0.0.1", "", "203.0.113.9")]
    [InlineData("203.0.113.9", "10.0.0.1", "203.0.113.9", "10.0.0.1")]
    [InlineData("::ffff:203.0.113.9", "10.0.0.1", "203.0.113.9", "10.0.0.1")]
    [InlineData("203.0.113.9", "unknown", "203.0.113.9", null)]
    [InlineData("203.0.113.9", null, "203.0.113.9", "203.0.113.9")]
    public void A_host_that_knows_its_peer_believes_the_header_only_of_a_trusted_one(string peer, string? forwardedFor, string trusted, string? address)
    {
        Assert.True(NetworkList.TryParse(trusted, out var proxies, out _));
        Assert.Equal(address, ClientAddress.Find(IPAddress.Parse(peer), forwardedFor, proxies)?.ToString());
    }
}
