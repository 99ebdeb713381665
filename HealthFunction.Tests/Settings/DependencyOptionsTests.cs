using HealthFunction.Probes.Caches;

namespace HealthFunction.Tests.Settings;

public sealed class DependencyOptionsTests
{
    private const string Database = "Host=db;Username=app;Password=hunter2hunter2";

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

    [Theory]
    [InlineData("00:00:02", null, null)]
    [InlineData("00:00:03", null, null)]
    [InlineData("00:00:01", "00:00:00.5", null)]
    [InlineData("00:00:01", null, "00:00:01")]
    [InlineData("00:00:00", null, null)]
    [InlineData("1", null, null)]
    public void Slow_is_below_the_timeout_of_the_check(string slowAfter, string? ofAll, string? own)
    {
        var found = Assert.Single(Read(
            ("Databases:main", Database), ("Databases:main:SlowAfter", slowAfter), ("Timeout", ofAll ?? ""), ("Databases:main:Timeout", own ?? "")).Faults);

        Assert.StartsWith("Health__Databases__main__SlowAfter is ", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:01.999", null, null)]
    [InlineData("00:00:03", "00:00:04", null)]
    [InlineData("00:00:03", null, "00:00:04")]
    public void Each_check_has_a_limit_of_its_own(string slowAfter, string? ofAll, string? own)
    {
        var read = Read(
            ("Databases:main", Database), ("Databases:main:SlowAfter", slowAfter), ("Timeout", ofAll ?? ""), ("Databases:main:Timeout", own ?? ""));

        Assert.Empty(read.Faults);
        Assert.Equal(TimeSpan.Parse(slowAfter, null), read.Databases[0].Value.Traits.SlowAfter);
    }

    [Fact]
    public void A_wrong_timeout_of_all_checks_is_one_fault()
    {
        var found = Assert.Single(Read(("Timeout", "soon"), ("Databases:main", Database), ("Databases:main:SlowAfter", "00:00:01")).Faults);

        Assert.StartsWith("Health__Timeout is ", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:6379,password=hunter2hunter2", "hunter2hunter2", "ConnectionString", "Health__Caches__main has a password, and there is another one in its Password")]
    [InlineData("redis:6379,password=hunter2hunter2", null, "Entra", "Health__Caches__main has a password, but Identity=Entra uses a token instead")]
    [InlineData("redis:6379", "hunter2hunter2", "Entra", "Health__Caches__main has a password, but Identity=Entra uses a token instead")]
    public void A_cache_accepts_one_credential(string connection, string? password, string identity, string fault)
    {
        var found = Assert.Single(Read(
            ("Caches:main", connection), ("Caches:main:Password", password ?? ""), ("Caches:main:Identity", identity)).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:6379")]
    [InlineData("redis,redis2:6380,ssl=true")]
    [InlineData("127.0.0.1:6379,[::1]:6379,name=app")]
    [InlineData("my_redis:6379,password=a=b,$INFO=")]
    [InlineData("!/var/run/redis.sock,user=app")]
    [InlineData("a:26379,b:26379,serviceName=mymaster,sentinelPassword=x")]
    [InlineData("ssl=true,redis:6380")]
    public void A_cache_accepts_what_the_library_can_use(string connection) => Assert.Empty(Read(("Caches:main", connection)).Faults);

    [Fact]
    public void A_password_with_a_comma_has_a_setting_of_its_own()
    {
        var options = Read(("Caches:main", "redis:6379,user=app"), ("Caches:main:Password", "a,b"));

        Assert.Empty(options.Faults);
        Assert.Equal("a,b", CacheSettings.Create(options.Caches[0].Value, TimeSpan.FromSeconds(2)).Password);
        Assert.Contains("a,b", options.Secrets);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("AccountName=a;AccountKey=YWJj;EndpointSuffix=core.windows.net")]
    [InlineData("TableEndpoint=http://127.0.0.1:10002/a;SharedAccessSignature=sv=2020-08-04&sig=a")]
    [InlineData("https://account.table.core.windows.net")]
    [InlineData("HTTPS://account.table.core.windows.net/")]
    public void A_table_and_history_accept_the_same(string connection) =>
        Assert.Empty(Read(("Tables:main", connection), ("History:ConnectionString", connection)).Faults);

    [Theory]
    [InlineData("Host=db;Username=app;Password=hunter2hunter2", "Health__Databases__d has a password, but Identity=Entra uses a token instead")]
    [InlineData("Host=db;Username=app;Passfile=/hunter2hunter2", "Health__Databases__d has a password, but Identity=Entra")]
    [InlineData("Host=db", "Health__Databases__d has no Username, and Identity=Entra needs one")]
    public void A_token_needs_a_user_and_no_password(string connection, string fault)
    {
        var found = Assert.Single(Read(("Databases:d:ConnectionString", connection), ("Databases:d:Identity", "Entra")).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=a,b;Target Session Attributes=primary;Load Balance Hosts=true")]
    [InlineData("Host=a:1,b:65535,[::1]:5433,::1,fe80::1%1")]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("Host=@abstract")]
    [InlineData("Host=my_host.internal")]
    [InlineData("Host=db;Target Session Attributes=any")]
    [InlineData("Host=db;Encoding=iso-8859-1;Pooling=false")]
    [InlineData("Host=db;SSL Negotiation=Direct;SSL Mode=VerifyFull")]
    public void What_Npgsql_can_use_is_no_fault(string connection) => Assert.Empty(Read(("Databases:d", connection)).Faults);

    private static ReadSettings Read(params (string Key, string Value)[] settings) => ReadSettings.Of(settings);
}
