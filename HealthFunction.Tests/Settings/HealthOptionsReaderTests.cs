using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.Settings;

public sealed class HealthOptionsReaderTests
{
    private const string Database = "Host=db;Username=app;Password=hunter2hunter2";

    [Fact]
    public void Nothing_set_is_fine_and_has_the_documented_defaults()
    {
        var options = Read();

        Assert.Empty(options.Faults);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Timeout);
        Assert.Equal(TimeSpan.Zero, options.MaxAge);
        Assert.Equal(ErrorDetail.Brief, options.ErrorDetail);
    }

    [Fact]
    public void A_dependency_takes_its_short_form_its_long_form_and_both_together()
    {
        var options = Read(
            ("Databases:one", Database),
            ("Databases:two:ConnectionString", Database),
            ("Databases:two:Timeout", "00:00:01"),
            ("Databases:three", Database),
            ("Databases:three:Critical", "false"));

        Assert.Empty(options.Faults);
        Assert.All(options.Databases, d => Assert.Equal(Database, d.Value.ConnectionString));
        Assert.Equal(["one", "three", "two"], options.Databases.Select(d => d.Key));
        Assert.False(options.Databases[1].Value.Critical);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Databases[2].Value.Timeout);
    }

    [Fact]
    public void Every_setting_of_every_kind_is_read()
    {
        var options = Read(
            ("Timeout", "00:00:03"),
            ("MaxAge", "00:00:05"),
            ("ErrorDetail", "full"),
            ("Databases:d:ConnectionString", "Host=db;Username=app"),
            ("Databases:d:Identity", "Entra"),
            ("Databases:d:ClientId", "11111111-2222-3333-4444-555555555555"),
            ("Caches:c:ConnectionString", "redis:6379"),
            ("Caches:c:Mode", "Ping"),
            ("Tables:t", "https://account.table.core.windows.net"),
            ("Endpoints:e:Url", "https://example.com/ready"),
            ("Endpoints:e:Method", "head"),
            ("Endpoints:e:ExpectedStatus", "204"));

        Assert.Empty(options.Faults);
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), ErrorDetail.Full), (options.Timeout, options.MaxAge, options.ErrorDetail));
        Assert.Equal((IdentityKind.Entra, "11111111-2222-3333-4444-555555555555"), (options.Databases[0].Value.Identity, options.Databases[0].Value.ClientId));
        Assert.Equal(CacheMode.Ping, options.Caches[0].Value.Mode);
        Assert.Equal(("HEAD", 204), (options.Endpoints[0].Value.Method, options.Endpoints[0].Value.ExpectedStatus));
    }

    [Theory]
    [InlineData("Databses:default", Database, "Health__Databses is no setting; Health takes")]
    [InlineData("Timout", "00:00:02", "Health__Timout is no setting")]
    [InlineData("Drain:reason", "moving", "Health__Drain__reason is no setting; Health__Drain takes one value.")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/8", "Health__AllowedNetworks__0 is no setting; Health__AllowedNetworks takes one value.")]
    [InlineData("History:RunDays:x", "2", "Health__History__RunDays__x is no setting; Health__History__RunDays takes one value.")]
    [InlineData("Databases", Database, "Health__Databases is a value; it takes one setting for each name, such as Health__Databases__default.")]
    [InlineData("Databases:default", "", "Health__Databases__default is empty; it takes an Npgsql connection string")]
    [InlineData("Databases:default", "hunter2hunter2", "Health__Databases__default cannot be read (what it holds is not shown)")]
    [InlineData("Databases:default", "Username=app;Password=hunter2hunter2", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=db;Port=hunter2hunter2", "Health__Databases__default cannot be read")]
    [InlineData("Databases:a-b", Database, "Health__Databases__a-b has a name that cannot be a key")]
    [InlineData("Databases:a/b", Database, "Health__Databases__a/b has a name that cannot be a key")]
    [InlineData("Caches:default", "", "Health__Caches__default is empty; it takes a StackExchange.Redis connection string")]
    [InlineData("Caches:default", "password=hunter2hunter2", "Health__Caches__default cannot be read")]
    [InlineData("Caches:default", "host:6379,connectTimeout=hunter2hunter2", "Health__Caches__default cannot be read")]
    [InlineData("Tables:default", "AccountName=a;AccountKey=hunter2hunter2", "Health__Tables__default cannot be read")]
    [InlineData("Tables:default", "http://account.table.core.windows.net", "Health__Tables__default cannot be read")]
    [InlineData("Endpoints:default", "example.com/health", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Endpoints:default", "ftp://example.com/health", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Endpoints:default", "https://user:hunter2hunter2@example.com/", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Timeout", "-00:00:02", "Health__Timeout is \"-00:00:02\"; it takes a duration as hh:mm:ss from 00:00:00.0100000 to 00:01:00.")]
    [InlineData("Timeout", "00:00:00", "Health__Timeout is \"00:00:00\"; it takes")]
    [InlineData("Timeout", "2", "Health__Timeout is \"2\"; it takes a duration as hh:mm:ss")]
    [InlineData("Timeout", "soon", "Health__Timeout is \"soon\"; it takes")]
    [InlineData("MaxAge", "-00:00:01", "Health__MaxAge is \"-00:00:01\"; it takes")]
    [InlineData("Drain", " ", "Health__Drain is blank; it takes a reason for everybody to read, 1 to 200 characters in one line")]
    [InlineData("Drain", "two\nlines", "Health__Drain has a control character; it takes")]
    [InlineData("Drain", "bell\a", "Health__Drain has a control character; it takes")]
    [InlineData("Maintenance", "tonight", "Health__Maintenance has the entry \"tonight\"; it takes ISO 8601 intervals separated by commas")]
    [InlineData("Maintenance", "2026-12-01T22:00/2026-12-02T02:00", "Health__Maintenance has the entry \"2026-12-01T22:00/2026-12-02T02:00\"; it takes")]
    [InlineData("ErrorDetail", "1", "Health__ErrorDetail is \"1\"; it takes Brief or Full.")]
    public void A_wrong_setting_is_one_line_that_names_it_and_what_it_takes_and_shows_no_secret(string key, string value, string fault)
    {
        var found = Assert.Single(Read((key, value)).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    [Theory]
    [InlineData("Timeout", "-00:00:01")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("Critical", "maybe")]
    [InlineData("Identity", "Kerberos")]
    [InlineData("ClientId", "me")]
    [InlineData("Colour", "blue")]
    public void A_wrong_setting_of_a_dependency_is_named_in_full(string key, string value)
    {
        var found = Assert.Single(Read(("Databases:main", Database), ($"Databases:main:{key}", value)).Faults);

        Assert.StartsWith($"Health__Databases__main__{key} is ", found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_to_drain_takes_200_characters_and_no_more()
    {
        var longest = new string('x', 200);
        Assert.Equal(longest, Read(("Drain", $" {longest} ")).Drain!.Text);
        Assert.StartsWith("Health__Drain has 201 characters; it takes", Assert.Single(Read(("Drain", longest + "x")).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_is_not_set_or_empty_is_none()
    {
        foreach (var options in new[] { Read(), Read(("Drain", ""), ("Maintenance", "")) })
        {
            Assert.Empty(options.Faults);
            Assert.Null(options.Drain);
            Assert.Null(options.Maintenance.After(DateTimeOffset.MinValue));
        }
    }

    [Fact]
    public void Maintenance_takes_several_windows()
    {
        var options = Read(("Maintenance", "2026-12-01T22:00Z/2026-12-02T02:00Z, 2026-12-08T22:00+01:00/2026-12-09T02:00+01:00"));

        Assert.Empty(options.Faults);
        Assert.NotNull(options.Maintenance.At(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero)));
        Assert.NotNull(options.Maintenance.At(new DateTimeOffset(2026, 12, 8, 21, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.Equal(3, Read(("Timeout", "x"), ("Databases:a", ""), ("Endpoints:b", "y")).Faults.Count);
    }

    [Fact]
    public void Environment_variables_that_differ_in_letter_case_only_are_a_fault()
    {
        Assert.Equal(
            ["Health__Databases__main is set 2 times, in different letter case (Health__Databases__main, HEALTH__DATABASES__MAIN); a name can be used once."],
            EnvironmentDuplicates.Find(["Health__Databases__main", "PATH", "HEALTH__DATABASES__MAIN", "Health__Caches__main"]));
    }

    [Fact]
    public void Every_secret_of_the_settings_is_known_to_the_scrubber()
    {
        var options = Read(
            ("Databases:a", "Host=db;Username=u;Password=pa ss&word"),
            ("Caches:a", "redis:6379,user=u,password=redis-secret"),
            ("Tables:a", "AccountName=acct;AccountKey=a2V5a2V5a2V5;EndpointSuffix=core.windows.net"),
            ("Endpoints:a", "https://example.com/health?code=function-key-1"));
        Assert.Empty(options.Faults);
        var scrubber = new SecretScrubber(options.Secrets);

        Assert.Equal(
            "*** and *** and *** and *** and https://example.com/health?code=***",
            scrubber.Scrub("pa ss&word and pa%20ss%26word and redis-secret and a2V5a2V5a2V5 and https://example.com/health?code=function-key-1"));
    }

    [Theory]
    [InlineData("Host=x;Password=abc;Timeout=3", "Host=x;Password=***;Timeout=3")]
    [InlineData("https://a/b?sv=1&sig=AbC%3D&se=2", "https://a/b?sv=1&sig=***&se=2")]
    [InlineData("Authorization: Bearer eyJhbGciOi.eyJzdWI.c2ln", "Authorization: Bearer ***")]
    [InlineData("Authorization: SharedKeyLite devstoreaccount1:abcdefgh=", "Authorization: SharedKeyLite ***")]
    [InlineData("nothing to hide", "nothing to hide")]
    public void What_is_written_like_a_secret_is_scrubbed_though_it_is_not_known(string text, string scrubbed) =>
        Assert.Equal(scrubbed, new SecretScrubber([]).Scrub(text));

    private static HealthOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Health:" + s.Key, (string?)s.Value)))
            .Build();
        return HealthOptionsReader.Read(configuration);
    }
}
