using HealthFunction.Probes.Caches;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>A Redis Cluster; the settings name one of its nodes.</summary>
public sealed class CacheClusterTests : IAsyncLifetime
{
    private const string Key = "HealthFunction:test";

    private readonly RedisCluster _cluster = new();

    public async ValueTask InitializeAsync() => await _cluster.StartAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task It_is_up_without_a_replica_whether_killed_or_silent()
    {
        var replicas = await _cluster.ReplicasAsync();
        var kept = Create();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(kept));

        await replicas[0].KillAsync();
        replicas[1].Freeze();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(kept));
            await using var fresh = Create();
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(fresh));
        }

        await kept.DisposeAsync();
    }

    [Fact]
    public async Task It_is_up_while_the_node_of_the_key_answers_and_down_with_the_reason_of_that_node()
    {
        var owner = await _cluster.OwnerAsync(Key);
        var primaries = _cluster.Nodes.Except(await _cluster.ReplicasAsync()).ToList();
        var other = primaries.Last(n => n != owner && n != _cluster.Nodes[0]);
        other.Freeze();
        await using (var probe = Create())
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        other.Resume();
        await owner.KillAsync();
        await using (var probe = Create())
        {
            Assert.Equal("connection refused", await Attempt.RunAsync(probe));
            Assert.Equal("connection refused", await Attempt.RunAsync(probe));
            await owner.StartAsync();
            await Until.TrueAsync(async () => await Attempt.RunAsync(probe) == Attempt.Up, "the node is back");
        }
    }

    /// <remarks>Its deadline is far later than the test's patience: the library would send the request to another node, and then wait.</remarks>
    [Fact]
    public async Task A_kept_connection_reports_at_once_that_the_node_of_the_key_is_gone()
    {
        await using var writing = CreateKept(CacheMode.ReadWrite);
        await using var pinging = CreateKept(CacheMode.Ping);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(writing));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(pinging));

        await (await _cluster.OwnerAsync(Key)).KillAsync();

        Assert.Equal("connection refused", await Attempt.RunAsync(writing, TimeSpan.FromSeconds(20)));
        Assert.Equal("connection refused", await Attempt.RunAsync(pinging, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_wrong_password_is_reported()
    {
        var options = new CacheOptions { ConnectionString = $"127.0.0.1:{_cluster.Nodes[0].Port},password=wrong" };
        await using var probe = new CacheProbe(options, Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_user_with_few_rights_also_needs_the_map_of_the_cluster()
    {
        foreach (var node in _cluster.Nodes)
        {
            await node.SendAsync("ACL", "SETUSER", "small", "on", ">secret", "~HealthFunction:*", "+ping", "+set", "+get", "+cluster|slots", "+cluster|nodes");
        }

        var options = new CacheOptions { ConnectionString = $"127.0.0.1:{_cluster.Nodes[0].Port},user=small,password=secret" };
        // Keys differ from probe to probe, so some are on another node.
        for (var i = 0; i < 10; i++)
        {
            await using var probe = new CacheProbe(options, Attempt.Timeout, credential: null, TimeProvider.System);
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }
    }

    private CacheProbe CreateKept(CacheMode mode) => new(
        new CacheOptions { ConnectionString = _cluster.ConnectionString(), Mode = mode }, TimeSpan.FromMinutes(2), credential: null, TimeProvider.System, Key);

    private CacheProbe Create() =>
        new(new CacheOptions { ConnectionString = _cluster.ConnectionString() }, Attempt.Timeout, credential: null, TimeProvider.System, Key);
}
