using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.Settings;

public sealed class SecretScrubberTests
{
    [Fact]
    public void Every_secret_of_the_settings_is_known_to_the_scrubber()
    {
        var scrubber = Scrubber(
            ("Health:Databases:a", "Host=db;Username=u;Password=pa ss&word"),
            ("Health:Caches:a", "redis:6379,user=u,password=redis-secret,sentinelPassword=sentinel-secret"),
            ("Health:Caches:b", "redis:6379"),
            ("Health:Caches:b:Password", "comma,secret"),
            ("Health:Tables:a", "AccountName=acct;AccountKey=a2V5a2V5a2V5;EndpointSuffix=core.windows.net"),
            ("Health:Tables:b", "TableEndpoint=https://t/;SharedAccessSignature=sv=2020-08-04&sig=signature%3D"),
            ("Health:Endpoints:a", "https://example.com/health?code=function-key-1"),
            ("AzureWebJobsStorage", "AccountName=host;AccountKey=aG9zdGhvc3Q=;EndpointSuffix=core.windows.net"));

        foreach (var secret in new[]
        {
            "pa ss&word", "pa%20ss%26word", "redis-secret", "sentinel-secret", "comma,secret", "a2V5a2V5a2V5", "signature%3D", "signature=", "aG9zdGhvc3Q=",
        })
        {
            Assert.Equal("before *** after", scrubber.Scrub($"before {secret} after"));
        }

        Assert.Equal("https://example.com/health?code=***", scrubber.Scrub("https://example.com/health?code=function-key-1"));
    }

    [Theory]
    [InlineData("Tables:a", "https://user:hidden-pw@host/", "hidden-pw")]
    [InlineData("Tables:a", "https://hidden-token@host/", "hidden-token")]
    [InlineData("Tables:a", "https://user:hidden/pw@host/", "hidden/pw")]
    [InlineData("Tables:a", "TableEndpoint=https://user:hidden-pw@host/;SharedAccessSignature=sig=abcdefgh", "hidden-pw")]
    [InlineData("Tables:a", "https://host/?sv=2020-08-04&sig=hidden-sig", "hidden-sig")]
    [InlineData("History:ConnectionString", "https://user:hidden%20pw@host/", "hidden pw")]
    [InlineData("Endpoints:a", "https://user:hidden-pw@host/", "hidden-pw")]
    [InlineData("Caches:a", "redis://user:hidden-pw@host/0", "hidden-pw")]
    [InlineData("Caches:a", "host:6379,password=hidden-one,hidden-two", "hidden-two")]
    public void The_parts_of_a_composite_secret_are_known_even_where_the_setting_is_refused(string key, string value, string secret) =>
        Assert.Equal("before *** after", Scrubber(("Health:" + key, value)).Scrub($"before {secret} after"));

    [Theory]
    [InlineData("Host=x;Password=abc;Timeout=3", "Host=x;Password=***;Timeout=3")]
    [InlineData("https://a/b?sv=1&sig=AbC%3D&se=2", "https://a/b?sv=1&sig=***&se=2")]
    [InlineData("Authorization: Bearer eyJhbGciOi.eyJzdWI.c2ln", "Authorization: Bearer ***")]
    [InlineData("Authorization: SharedKeyLite devstoreaccount1:abcdefgh=", "Authorization: SharedKeyLite ***")]
    [InlineData("nothing to hide", "nothing to hide")]
    public void Text_that_is_written_like_a_secret_is_scrubbed_though_it_is_not_known(string text, string scrubbed) =>
        Assert.Equal(scrubbed, new SecretScrubber([]).Scrub(text));

    [Theory]
    [InlineData("x", "System.Exception: the value 'x' is no good", "System.Exception: the value '***' is no good")]
    [InlineData("xcept", "System.Exception: xcept", "System.Exception: ***")]
    [InlineData("System", "System.Net.Sockets.SocketException (111): refused by System", "System.Net.Sockets.SocketException (111): refused by ***")]
    [InlineData("Net", "System.Net.Http.HttpRequestException: Net", "System.Net.Http.HttpRequestException: ***")]
    [InlineData("at", "Boom: at\n   at A.B.C() in /at/C.cs:line 1\n   --- End of inner exception stack trace ---", "Boom: ***\n   at A.B.C() in /at/C.cs:line 1\n   --- End of inner exception stack trace ---")]
    [InlineData("End", "   --- End of inner exception stack trace ---", "   --- End of inner exception stack trace ---")]
    [InlineData("pw", "https://user:pw@host/?a=pw&b=2, (pw) pw.", "https://user:***@host/?a=***&b=2, (***) ***.")]
    [InlineData("1", "28P01: 1 of 10 attempts", "28P01: *** of 10 attempts")]
    [InlineData("a+b", "SharedKey is a+b, a%2Bb", "SharedKey is ***, ***")]
    public void A_short_secret_is_removed_where_it_stands_alone_and_no_word_reveals_it(string secret, string text, string scrubbed) =>
        Assert.Equal(scrubbed, new SecretScrubber([secret]).Scrub(text));

    [Fact]
    public void A_long_secret_is_removed_everywhere() => Assert.Equal(
        "   at A.***B()\nx***x", new SecretScrubber(["hunter2hunter2"]).Scrub("   at A.hunter2hunter2B()\nxhunter2hunter2x"));

    private static SecretScrubber Scrubber(params (string Key, string Value)[] settings) => new(ReadSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build()).Secrets);
}
