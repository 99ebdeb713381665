using System.Globalization;
using HealthFunction.Probes.Caches;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>A primary with a replica behind two Sentinels.</summary>
public sealed class CacheSentinelTests : IAsyncLifetime
{
    private readonly RedisServer _primary = new() { GroupPassword = TestServer.NewPassword() };
    private readonly RedisServer _replica;
    private readonly RedisSentinel _first;
    private readonly RedisSentinel _second;

    public CacheSentinelTests()
    {
        _replica = new RedisServer { GroupPassword = _primary.Password, ReplicaOf = _primary };
        _first = new RedisSentinel(_primary);
        _second = new RedisSentinel(_primary);
    }

    public async ValueTask InitializeAsync()
    {
        await _primary.StartAsync();
        await _replica.StartAsync();
        await Task.WhenAll(_first.StartAsync(), _second.StartAsync());
        await Until.TrueAsync(async () => await _first.KnowsReplicasAsync(1) && await _second.KnowsReplicasAsync(1), "the Sentinels know the replica");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new TestServer[] { _first, _second, _replica, _primary })
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_primary_is_what_is_asked()
    {
        await using var probe = Create();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await _primary.ResetCommandCountsAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(1, await _primary.ProbesAsync());
    }

    [Fact]
    public async Task A_replica_or_a_Sentinel_that_is_killed_or_silent_is_no_fault_of_the_cache()
    {
        _replica.Freeze();
        await AssertUpAsync();
        await _replica.KillAsync();
        await AssertUpAsync();
        _first.Freeze();
        await AssertUpAsync();
        await _first.KillAsync();
        await AssertUpAsync();
    }

    [Fact]
    public async Task A_primary_that_is_killed_is_down_by_its_reason_and_the_promoted_replica_is_up()
    {
        await using var kept = Create();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(kept));
        await _primary.KillAsync();
        Assert.Equal("connection refused", await Attempt.RunAsync(kept));
        await _primary.StartAsync();
        await _first.FailOverAsync();
        await Until.TrueAsync(async () => await Attempt.RunAsync(kept) == Attempt.Up, "the replica is asked");
        Assert.True(await _replica.ProbesAsync() > 0);
    }

    /// <summary>The rights that docs/settings.md lists.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(",protocol=resp2")]
    public async Task A_user_needs_the_rights_that_it_needs_elsewhere_and_two_at_the_Sentinels(string more)
    {
        string[] rights = ["~HealthFunction:*", "+ping", "+set", "+get"];
        string[] rightsThere = ["+ping", "+sentinel|get-master-addr-by-name"];
        await AllowAsync(rights, rightsThere);
        for (var i = 0; i < 10; i++)
        {
            await using var probe = Create("user=small,password=secret" + more);
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        foreach (var right in rights)
        {
            await AllowAsync([.. rights.Where(r => r != right)], rightsThere);
            await using var probe = Create("user=small,password=secret" + more);
            Assert.Equal("permission denied", await Attempt.RunAsync(probe));
        }

        foreach (var right in rightsThere)
        {
            await AllowAsync(rights, [.. rightsThere.Where(r => r != right)]);
            await using var probe = Create("user=small,password=secret" + more);
            Assert.NotEqual(Attempt.Up, await Attempt.RunAsync(probe));
        }
    }

    [Fact]
    public async Task No_Sentinel_is_down_at_once()
    {
        await _first.KillAsync();
        await _second.KillAsync();
        await using var probe = Create();
        Assert.Equal("connection refused", await Attempt.RunAsync(probe));
    }

    private async Task AssertUpAsync()
    {
        await using var probe = Create();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    private async Task AllowAsync(string[] rights, string[] rightsAtSentinels)
    {
        foreach (var server in new[] { _primary, _replica })
        {
            await server.SendAsync(["ACL", "SETUSER", "small", "reset", "on", ">secret", .. rights]);
        }

        foreach (var sentinel in new[] { _first, _second })
        {
            await sentinel.SendAsync(["ACL", "SETUSER", "small", "reset", "on", ">secret", .. rightsAtSentinels]);
        }
    }

    private CacheProbe Create(string? credential = null)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"127.0.0.1:{_first.Port},127.0.0.1:{_second.Port},serviceName={RedisSentinel.Service},{credential ?? "password=" + _primary.Password}");
        return new(new CacheOptions { ConnectionString = text }, Attempt.Timeout, credential: null, TimeProvider.System);
    }
}
