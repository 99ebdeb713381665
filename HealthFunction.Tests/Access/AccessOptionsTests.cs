using System.Net;
using HealthFunction.Access;
using HealthFunction.Surface;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.Access;

/// <summary>The settings of the gates.</summary>
public sealed class AccessOptionsTests
{
    private const string Networks =
        "it accepts addresses and CIDR networks separated by commas, such as 10.0.0.0/8, 2001:db8::/32, 192.0.2.7; no bits may be set behind a prefix.";

    private const string KeyFault =
        "Health__AdminKey cannot be a key (what it holds is not shown); it accepts 16 to 200 ASCII characters without spaces.";

    [Fact]
    public void Without_settings_all_callers_are_admitted()
    {
        var access = ReadSettings.Of().Access;

        Assert.Equal((true, true, null), (access.AllowedNetworks.IsEmpty, access.TrustedProxies.IsEmpty, access.FrontDoorId));
    }

    [Fact]
    public void Each_setting_goes_where_it_belongs()
    {
        var access = ReadSettings.Of(
            ("AllowedNetworks", "10.0.0.0/8"), ("TrustedProxies", "192.0.2.7"), ("FrontDoorId", "11111111-2222-3333-4444-555555555555")).Access;

        Assert.Equal((true, false), (access.AllowedNetworks.Contains(IPAddress.Parse("10.1.1.1")), access.AllowedNetworks.Contains(IPAddress.Parse("192.0.2.7"))));
        Assert.Equal((false, true), (access.TrustedProxies.Contains(IPAddress.Parse("10.1.1.1")), access.TrustedProxies.Contains(IPAddress.Parse("192.0.2.7"))));
        Assert.Equal(Guid.Parse("11111111-2222-3333-4444-555555555555"), access.FrontDoorId);
    }

    [Theory]
    [InlineData("AllowedNetworks", "10.0.0.0/8,everybody", "Health__AllowedNetworks has the entry \"everybody\"; " + Networks)]
    [InlineData("TrustedProxies", "10.0.0.1/8", "Health__TrustedProxies has the entry \"10.0.0.1/8\"; " + Networks)]
    [InlineData("AllowedNetworks", ";", "Health__AllowedNetworks has no entry; " + Networks)]
    public void A_list_that_cannot_be_read_or_holds_nothing_is_one_fault(string key, string value, string fault) =>
        Assert.Equal(fault, Assert.Single(ReadSettings.Of((key, value)).Faults));

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_key_has_16_to_200_characters(int length, bool isKey) =>
        Assert.Equal(isKey ? [] : [KeyFault], ReadSettings.Of(("AdminKey", new string('k', length))).Faults);

    [Theory]
    [InlineData('!', true)]
    [InlineData('~', true)]
    [InlineData(' ', false)]
    [InlineData('\t', false)]
    [InlineData('\u007f', false)]
    [InlineData('é', false)]
    public void A_key_has_no_character_that_a_header_would_lose(char character, bool isKey) =>
        Assert.Equal(isKey ? [] : [KeyFault], ReadSettings.Of(("AdminKey", $"01234567{character}89abcdef")).Faults);

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("too short")]
    public void A_key_is_a_secret_even_where_it_cannot_be_one(string key) => Assert.Contains(key, ReadSettings.Of(("AdminKey", key)).Secrets);

    [Fact]
    public void The_app_has_the_key_of_its_settings_and_without_one_none()
    {
        Assert.Equal("0123456789abcdef", KeyOf(("Health:AdminKey", "0123456789abcdef")));
        Assert.Null(KeyOf());
    }

    private static string? KeyOf(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddHealthFunctionCore();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<AdminKeyOptions>().Key;
    }
}
