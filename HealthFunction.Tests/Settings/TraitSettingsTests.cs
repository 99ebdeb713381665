namespace HealthFunction.Tests.Settings;

public sealed class TraitSettingsTests
{
    private const string Url = "https://example.com/";

    [Theory]
    [InlineData("Tags", "live", "has \"live\"; it accepts names of groups separated by commas")]
    [InlineData("Tags", "shop,Ready", "has \"Ready\"; it accepts")]
    [InlineData("Tags", "drain", "has \"drain\"; it accepts")]
    [InlineData("Tags", "overall", "has \"overall\"; it accepts")]
    [InlineData("Tags", "shop,,reports", "has \"\"; it accepts")]
    [InlineData("Tags", "check out", "has \"check out\"; it accepts")]
    [InlineData("Tags", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u", "has 21 names; it accepts at most 20.")]
    [InlineData("Description", " ", "cannot be shown; it accepts 1 to 200 characters in one line")]
    [InlineData("Description", "two\nlines", "cannot be shown; it accepts")]
    [InlineData("Link", "runbook", "is no URL that can be linked to (what it holds is not shown); it accepts")]
    [InlineData("Link", "javascript:alert(1)", "is no URL that can be linked to")]
    [InlineData("Link", "https://user:hunter2@example.com/", "is no URL that can be linked to")]
    [InlineData("Every", "00:00:09", "is \"00:00:09\"; it accepts a duration as hh:mm:ss from 00:00:10 to 1.00:00:00.")]
    [InlineData("Every", "1.00:00:01", "is \"1.00:00:01\"; it accepts")]
    [InlineData("Every", "5", "is \"5\"; it accepts")]
    [InlineData("EveryWhenCritical", "maybe", "is \"maybe\"; it accepts true or false.")]
    public void A_wrong_value_is_one_line_with_the_settings_name(string key, string value, string fault)
    {
        var found = Assert.Single(ReadSettings.Of(("Endpoints:shop:Url", Url), ($"Endpoints:shop:{key}", value)).Faults);

        Assert.StartsWith($"Health__Endpoints__shop__{key} {fault}", found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void A_description_has_a_maximum(int length, int faults) =>
        Assert.Equal(faults, ReadSettings.Of(("Endpoints:shop", Url), ("Endpoints:shop:Description", new string('x', length))).Faults.Count);

    [Fact]
    public void They_are_read_for_every_kind()
    {
        var read = ReadSettings.Of(
            ("Caches:main", "redis:6379"), ("Caches:main:Tags", "checkout , reporting"), ("Caches:main:Description", " The carts "),
            ("Caches:main:Link", "https://example.com/runbook"), ("Caches:main:Critical", "false"), ("Caches:main:Every", "00:05:00"));

        Assert.Empty(read.Faults);
        var traits = read.Caches[0].Value.Traits;
        Assert.Equal(["checkout", "reporting"], traits.Tags);
        Assert.Equal(
            ("The carts", "https://example.com/runbook", TimeSpan.FromMinutes(5)), (traits.Description, traits.Link?.AbsoluteUri, traits.Every));
    }

    [Theory]
    [InlineData("true", null, 1)]
    [InlineData("true", "false", 1)]
    [InlineData("true", "true", 0)]
    [InlineData("false", null, 0)]
    public void A_check_that_decides_the_verdict_has_no_period_unless_the_operator_allows_it(string critical, string? allowed, int faults)
    {
        var found = ReadSettings.Of(
            ("Endpoints:shop", Url), ("Endpoints:shop:Every", "00:05:00"), ("Endpoints:shop:Critical", critical), ("Endpoints:shop:EveryWhenCritical", allowed ?? "")).Faults;

        Assert.Equal(faults, found.Count);
        Assert.All(found, fault => Assert.StartsWith(
            "Health__Endpoints__shop__Every is \"00:05:00\", and the overall verdict depends on this check; it needs Health__Endpoints__shop__Critical=false, or Health__Endpoints__shop__EveryWhenCritical=true",
            fault,
            StringComparison.Ordinal));
    }
}
