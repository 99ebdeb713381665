using HealthFunction.Checks;
using HealthFunction.Probes;
using HealthFunction.Probes.Caches;
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

    [Theory]
    [InlineData("Timeout", "00:00:00.0100000", true)]
    [InlineData("Timeout", "00:00:00.0099999", false)]
    [InlineData("Timeout", "00:01:00", true)]
    [InlineData("Timeout", "00:01:00.0000001", false)]
    [InlineData("MaxAge", "00:00:00", true)]
    [InlineData("MaxAge", "00:10:00", true)]
    [InlineData("MaxAge", "00:10:00.0000001", false)]
    public void A_duration_may_be_as_short_and_as_long_as_its_bounds(string key, string value, bool isAccepted) =>
        Assert.Equal(isAccepted ? 0 : 1, Read((key, value)).Faults.Count);

    /// <summary>An answer cannot be slower than the timeout; without a usable one the default counts.</summary>
    [Theory]
    [InlineData("00:00:01", "00:00:01.5", false)]
    [InlineData("00:01:00", "00:00:59", true)]
    [InlineData("00:00:00.010", "00:00:00.009", true)]
    [InlineData("00:00:00.010", "00:00:00.011", false)]
    [InlineData("soon", "00:00:01.5", true)]
    [InlineData("00:01:01", "00:00:01.5", true)]
    [InlineData("00:01:01", "00:00:30", false)]
    [InlineData("00:00:00.009", "00:00:01.5", true)]
    public void A_limit_for_slow_answers_is_measured_by_the_timeout_of_all_checks(string timeout, string slowAfter, bool isAccepted) => Assert.Equal(
        isAccepted, !Read(("Timeout", timeout), ("Databases:a", Database), ("Databases:a:SlowAfter", slowAfter)).Faults.Any(f => f.Contains("SlowAfter", StringComparison.Ordinal)));

    [Fact]
    public void A_dependency_accepts_its_short_form_its_long_form_and_both_together()
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
        Assert.Equal("HEAD", options.Endpoints[0].Value.Request.Method);
        Assert.True(options.Endpoints[0].Value.Expected.Statuses.Contains(204));
        Assert.False(options.Endpoints[0].Value.Expected.Statuses.Contains(200));
    }

    [Theory]
    [InlineData("Databses:default", Database, "Health__Databses is no setting; Health accepts")]
    [InlineData("Timout", "00:00:02", "Health__Timout is no setting")]
    [InlineData("Drain:reason", "moving", "Health__Drain__reason is no setting; Health__Drain accepts one value.")]
    [InlineData("AllowedNetworks:0", "10.0.0.0/8", "Health__AllowedNetworks__0 is no setting; Health__AllowedNetworks accepts one value.")]
    [InlineData("History:RunDays:x", "2", "Health__History__RunDays__x is no setting; Health__History__RunDays accepts one value.")]
    [InlineData("Databases", Database, "Health__Databases is a value; it accepts one setting for each name, such as Health__Databases__default.")]
    [InlineData("Databases:default", "", "Health__Databases__default is empty; it accepts an Npgsql connection string")]
    [InlineData("Databases:default", "hunter2hunter2", "Health__Databases__default cannot be read (what it holds is not shown)")]
    [InlineData("Databases:default", "Username=app;Password=hunter2hunter2", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=db;Port=hunter2hunter2", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=db;Port=99999", "Health__Databases__default has a host without a name, or with a port that is not from 1 to 65535 (what it holds is not shown)")]
    [InlineData("Databases:default", "Host=db:99999", "Health__Databases__default has a host without a name, or with a port")]
    [InlineData("Databases:default", "Host=db:x", "Health__Databases__default has a host without a name, or with a port")]
    [InlineData("Databases:default", "Host=,", "Health__Databases__default has a host without a name")]
    [InlineData("Databases:default", "Host=a,,b", "Health__Databases__default has a host without a name")]
    [InlineData("Databases:default", "Host=two words", "Health__Databases__default has a host without a name")]
    [InlineData("Databases:default", "Host=http://db", "Health__Databases__default has a host without a name")]
    [InlineData("Databases:default", "Host=db;Encoding=utf-99", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=db;Target Session Attributes=primary", "Health__Databases__default has Target Session Attributes, which choose among several hosts, and only one host")]
    [InlineData("Databases:default", "Host=db;Multiplexing=true;Pooling=false", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=a,b;Multiplexing=true", "Health__Databases__default cannot be read")]
    [InlineData("Databases:default", "Host=db;SSL Negotiation=Direct;SSL Mode=Prefer", "Health__Databases__default cannot be read")]
    [InlineData("Databases:a-b", Database, "Health__Databases__a-b has a name that cannot be a key")]
    [InlineData("Databases:a/b", Database, "Health__Databases__a/b has a name that cannot be a key")]
    [InlineData("Caches:default", "", "Health__Caches__default is empty; it accepts a StackExchange.Redis connection string")]
    [InlineData("Caches:default", "password=hunter2hunter2", "Health__Caches__default cannot be read")]
    [InlineData("Caches:default", "host:6379,connectTimeout=hunter2hunter2", "Health__Caches__default cannot be read")]
    [InlineData("Tables:default", "AccountName=a;AccountKey=hunter2hunter2", "Health__Tables__default cannot be read")]
    [InlineData("Tables:default", "http://account.table.core.windows.net", "Health__Tables__default is no https URL")]
    [InlineData("Caches:default", "redis://user:hunter2hunter2@host/0", "Health__Caches__default has a server that is not written as host:port (what it holds is not shown)")]
    [InlineData("Caches:default", "redis://:hunter2=hunter2@host:6379", "Health__Caches__default cannot be read")]
    [InlineData("Caches:default", "rediss://host:6380", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "tcp://host:6379,password=hunter2hunter2", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "\"host:6379\"", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "my host:6379", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "host:6379;password=hunter2hunter2", "Health__Caches__default cannot be read")]
    [InlineData("Caches:default", "host:redis", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "host:99999", "Health__Caches__default cannot be read")]
    [InlineData("Caches:default", "a:6379,b:x,c:6379", "Health__Caches__default has a server that is not written as host:port")]
    [InlineData("Caches:default", "host:6379,password=hunter2,hunter2", "Health__Caches__default has a server behind a user or a password, or a comma in one; servers come first, and a password with a comma goes into Password")]
    [InlineData("Caches:default", "user=app,host:6379", "Health__Caches__default has a server behind a user")]
    [InlineData("Caches:default", "host:6379,$SET=", "Health__Caches__default switches off SET, which the check needs")]
    [InlineData("Caches:default", "host:6379,password=hunter2hunter2,$auth=", "Health__Caches__default switches off AUTH")]
    [InlineData("Tables:default", "DefaultEndpointsProtocol=ftp;AccountName=a;AccountKey=aHVudGVyMg==", "Health__Tables__default has an address that is no http or https URL (what it holds is not shown)")]
    [InlineData("Tables:default", "AccountName=a;AccountKey=aHVudGVyMg==;TableEndpoint=notaurl", "Health__Tables__default has a TableEndpoint that is no http or https URL")]
    [InlineData("Tables:default", "AccountName=a;AccountKey=aHVudGVyMg==;TableEndpoint=https://u:hunter2@host/", "Health__Tables__default has a TableEndpoint that is no http or https URL")]
    [InlineData("Tables:default", "https://u:hunter2hunter2@account.table.core.windows.net", "Health__Tables__default has a user name or a password (what it holds is not shown)")]
    [InlineData("Tables:default", "https://account.table.core.windows.net/?sv=2020-08-04&sig=hunter2hunter2", "Health__Tables__default has a query; a shared access signature goes into a connection string")]
    [InlineData("Tables:default", "https://", "Health__Tables__default is no https URL")]
    [InlineData("History:ConnectionString", "DefaultEndpointsProtocol=ftp;AccountName=a;AccountKey=aHVudGVyMg==", "Health__History__ConnectionString has an address that is no http or https URL")]
    [InlineData("History:ConnectionString", "https://u:hunter2hunter2@account.table.core.windows.net", "Health__History__ConnectionString has a user name or a password")]
    [InlineData("History:ConnectionString", "https://account.table.core.windows.net/?sv=2020-08-04&sig=hunter2hunter2", "Health__History__ConnectionString has a query; a shared access signature goes into")]
    [InlineData("History:ConnectionString", "http://account.table.core.windows.net", "Health__History__ConnectionString is no https URL")]
    [InlineData("Endpoints:default", "example.com/health", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Endpoints:default", "ftp://example.com/health", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Endpoints:default", "https://user:hunter2hunter2@example.com/", "Health__Endpoints__default is no URL that can be asked")]
    [InlineData("Timeout", "-00:00:02", "Health__Timeout is \"-00:00:02\"; it accepts a duration as hh:mm:ss from 00:00:00.0100000 to 00:01:00.")]
    [InlineData("Timeout", "00:00:00", "Health__Timeout is \"00:00:00\"; it accepts")]
    [InlineData("Timeout", "2", "Health__Timeout is \"2\"; it accepts a duration as hh:mm:ss")]
    [InlineData("Timeout", "soon", "Health__Timeout is \"soon\"; it accepts")]
    [InlineData("MaxAge", "-00:00:01", "Health__MaxAge is \"-00:00:01\"; it accepts")]
    [InlineData("Drain", " ", "Health__Drain is blank; it accepts a reason for everybody to read, 1 to 200 characters in one line")]
    [InlineData("Drain", "false", "Health__Drain is \"false\", which would be a reason like any other; to serve, leave it unset.")]
    [InlineData("Drain", " No ", "Health__Drain is \"No\", which")]
    [InlineData("Drain", "0", "Health__Drain is \"0\", which")]
    [InlineData("Drain", "OFF", "Health__Drain is \"OFF\", which")]
    [InlineData("AllowedNetworks", ",", "Health__AllowedNetworks has no entry; it accepts")]
    [InlineData("AllowedNetworks", " ", "Health__AllowedNetworks has no entry")]
    [InlineData("TrustedProxies", " , ,", "Health__TrustedProxies has no entry")]
    [InlineData("Maintenance", ",", "Health__Maintenance holds no entry; it accepts ISO 8601 intervals")]
    [InlineData("Maintenance", " ", "Health__Maintenance holds no entry")]
    [InlineData("Drain", "two\nlines", "Health__Drain has a control character; it accepts")]
    [InlineData("Drain", "bell\a", "Health__Drain has a control character; it accepts")]
    [InlineData("Maintenance", "tonight", "Health__Maintenance has the entry \"tonight\"; it accepts ISO 8601 intervals separated by commas")]
    [InlineData("Maintenance", "2026-12-01T22:00/2026-12-02T02:00", "Health__Maintenance has the entry \"2026-12-01T22:00/2026-12-02T02:00\"; it accepts")]
    [InlineData("ErrorDetail", "1", "Health__ErrorDetail is \"1\"; it accepts Brief or Full.")]
    public void A_wrong_setting_is_one_line_with_its_name_and_what_it_accepts_and_without_a_secret(string key, string value, string fault)
    {
        var found = Assert.Single(Read((key, value)).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    [Fact]
    public void A_reason_to_drain_has_at_most_200_characters()
    {
        var longest = new string('x', 200);
        Assert.Equal(longest, Read(("Drain", $" {longest} ")).Drain!.Text);
        Assert.StartsWith("Health__Drain has 201 characters; it accepts", Assert.Single(Read(("Drain", longest + "x")).Faults), StringComparison.Ordinal);
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
    public void Maintenance_accepts_several_windows()
    {
        var options = Read(("Maintenance", "2026-12-01T22:00Z/2026-12-02T02:00Z, 2026-12-08T22:00+01:00/2026-12-09T02:00+01:00"));

        Assert.Empty(options.Faults);
        Assert.NotNull(options.Maintenance.At(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero)));
        Assert.NotNull(options.Maintenance.At(new DateTimeOffset(2026, 12, 8, 21, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void All_faults_are_reported_together()
    {
        Assert.Equal(3, Read(("Timeout", "x"), ("Databases:a", ""), ("Endpoints:b", "y")).Faults.Count);
    }

    [Theory]
    [InlineData("every minute")]
    [InlineData("* * * *")]
    [InlineData("0 60 * * * *")]
    [InlineData("0 * * * * 7")]
    [InlineData("0 */0 * * * *")]
    [InlineData("0 1-2-3 * * * *")]
    [InlineData("0 , * * * *")]
    [InlineData("0 * * * Foo *")]
    public void A_schedule_that_no_timer_can_go_by_is_a_fault(string schedule) => Assert.Equal(
        [$"HistorySchedule is \"{schedule}\"; it accepts an NCRONTAB expression of six fields in UTC, such as 0 * * * * *."],
        ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("HistorySchedule", schedule)]).Build()).Faults);

    [Theory]
    [InlineData("")]
    [InlineData("0 * * * * *")]
    [InlineData("* * * * *")]
    [InlineData("0 0,30 9-17/2 1-15 Jan-Mar Mon-Fri")]
    [InlineData("  0   */5 * * * *  ")]
    [InlineData("00:05:00")]
    public void A_schedule_of_the_Functions_host_is_no_fault(string schedule) => Assert.Empty(
        ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("HistorySchedule", schedule)]).Build()).Faults);

    [Theory]
    [InlineData("HEALTH__DATABASES__MAIN", "Health__Databases__main is set 2 times (HEALTH__DATABASES__MAIN, Health__Databases__main); a name can be used once.")]
    [InlineData("Health:Databases:main", "Health__Databases__main is set 2 times (Health:Databases:main, Health__Databases__main); a name can be used once.")]
    public void Environment_variables_that_differ_in_letter_case_or_separator_only_are_a_fault(string other, string fault)
    {
        Assert.Equal([fault], EnvironmentDuplicates.Find(["Health__Databases__main", "PATH", "path", other, "Health__Caches__main"]));
    }

    private static ReadSettings Read(params (string Key, string Value)[] settings) => ReadSettings.Of(settings);
}
