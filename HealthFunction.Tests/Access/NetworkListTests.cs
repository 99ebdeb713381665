using System.Net;
using HealthFunction.Access;

namespace HealthFunction.Tests.Access;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8, 192.0.2.0/24", "192.0.2.200", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("", "192.0.2.7", false)]
    [InlineData("10.0.0.0/8;192.0.2.0/24", "192.0.2.200", true)]
    [InlineData("10.0.0.0/8 192.0.2.0/24", "192.0.2.200", true)]
    [InlineData("::ffff:0:0/96", "203.0.113.9", true)]
    [InlineData("::ffff:0:0/96", "2001:db8::1", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("10.0.0.0/32", "10.0.0.1", false)]
    [InlineData("2001:db8::7", "2001:db8::8", false)]
    [InlineData("2001:db8::7", "2001:db8::7", true)]
    public void An_address_is_in_the_networks_that_hold_it(string list, string address, bool contained)
    {
        Assert.True(NetworkList.TryParse(list, out var parsed, out _));
        Assert.Equal(contained, parsed.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("2001:db8::1/32")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("/8")]
    [InlineData("10.1")]
    [InlineData("10.1/16")]
    [InlineData("167772161")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:0:0/90")]
    [InlineData("::ffff:0:0/95")]
    [InlineData("fe80::%1/64")]
    [InlineData("localhost")]
    [InlineData("*")]
    public void A_malformed_entry_is_named(string entry)
    {
        Assert.False(NetworkList.TryParse("192.0.2.1," + entry, out _, out var fault));
        Assert.Equal(entry, fault);
    }
}
