using System.Net;
using System.Text;
using HealthFunction.Probes.Caches;
using HealthFunction.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

public sealed class CacheProbeTests(RedisServer server) : ProbeContract<RedisServer>(server)
{
    [Fact]
    public async Task A_run_is_one_write_and_one_read_of_a_key_that_soon_expires()
    {
        await Server.SendAsync("FLUSHALL");
        await Attempt.RunAsync(Probe);
        await Server.ResetCommandCountsAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
        }

        var counts = await Server.CommandCountsAsync();
        Assert.Equal(50, counts["set"]);
        Assert.Equal(50, counts["get"]);
        var key = Assert.Single((await Server.SendAsync("KEYS", "HealthFunction:*")).Split('\n'));
        Assert.InRange(int.Parse(await Server.SendAsync("TTL", key), null), 0, 10);
        Assert.Equal(1, await Server.ConnectionsAsync());
    }

    [Fact]
    public async Task In_ping_mode_nothing_is_written()
    {
        var probe = Create(Server.ConnectionString(), CacheMode.Ping);
        await Attempt.RunAsync(probe);
        await Server.ResetCommandCountsAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        var counts = await Server.CommandCountsAsync();
        Assert.Equal(50, counts["ping"]);
        Assert.False(counts.ContainsKey("set") || counts.ContainsKey("setex"));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_without_a_user_name()
    {
        var probe = Create(Server.ConnectionString(password: "wrong"));
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_revoked_user_is_reported()
    {
        await Server.SendAsync("ACL", "SETUSER", "revoked", "on", ">secret", "~*", "+@all");
        var probe = Create($"127.0.0.1:{Server.Port},user=revoked,password=secret");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await Server.SendAsync("ACL", "DELUSER", "revoked");
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_user_without_the_right_to_write_is_denied()
    {
        await Server.SendAsync("ACL", "SETUSER", "reader", "on", ">secret", "~*", "+@read", "+@connection", "+info");
        var probe = Create($"127.0.0.1:{Server.Port},user=reader,password=secret");
        Assert.Equal("permission denied", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_server_without_memory_left_is_out_of_space_until_it_has_some()
    {
        await Server.SendAsync("CONFIG", "SET", "maxmemory", "1");
        Assert.Equal("out of space", await Attempt.RunAsync(Probe));
        await Server.SendAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
    }

    [Fact]
    public async Task Exhausted_connections_are_reported()
    {
        await Server.SendAsync("CONFIG", "SET", "maxclients", "1");
        try
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
            var second = Create(Server.Port);
            Assert.Equal("too many connections", await Attempt.RunAsync(second));
            Assert.Equal("too many connections", await Attempt.RunAsync(second));
            await DisposeAsync(second);
        }
        finally
        {
            await DisposeAsync(Probe);
            await UntilAsync(async () => await TryAsync("CONFIG", "SET", "maxclients", "1000"));
        }
    }

    [Fact]
    public async Task A_replica_is_read_only_but_answers_ping()
    {
        await using var replica = new RedisServer { ReplicaOf = Server };
        await replica.StartAsync();
        var writing = Create(replica.ConnectionString());
        var pinging = Create(replica.ConnectionString(), CacheMode.Ping);
        Assert.Equal("read-only", await Attempt.RunAsync(writing));
        Assert.Equal("read-only", await Attempt.RunAsync(writing));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(pinging));
        await replica.SendAsync("REPLICAOF", "NO", "ONE");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(writing));
        await DisposeAsync(writing);
        await DisposeAsync(pinging);
    }

    /// <remarks>A server in protected mode refuses clients of other machines, and 127.0.0.2 is another one to it.</remarks>
    [Fact]
    public async Task Protected_mode_is_a_refusal_and_no_lost_connection()
    {
        await using var server = new RedisServer();
        await server.StartAsync();
        await server.SendAsync("ACL", "SETUSER", "default", "nopass");
        await using var proxy = FaultProxy.To(server.Port, IPAddress.Parse("127.0.0.2"));
        foreach (var credential in new[] { "", ",password=some" })
        {
            var probe = Create($"127.0.0.1:{proxy.Port}{credential}");
            Assert.Equal("permission denied", await Attempt.RunAsync(probe));
            Assert.Equal("permission denied", await Attempt.RunAsync(probe));
            await DisposeAsync(probe);
        }
    }

    [Fact]
    public async Task A_silent_server_leaves_time_for_the_other()
    {
        await using var silent = new RedisServer { GroupPassword = Server.Password };
        await silent.StartAsync();
        silent.Freeze();
        foreach (var (first, second) in new[] { (silent.Port, Server.Port), (Server.Port, silent.Port) })
        {
            var probe = Create($"127.0.0.1:{first},127.0.0.1:{second},password={Server.Password}");
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
            await DisposeAsync(probe);
        }
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported()
    {
        var probe = Create("nowhere.invalid:6379");
        Assert.Equal("name resolution failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task An_Entra_token_is_the_password_of_the_user_that_it_names()
    {
        var token = $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"oid":"identity"}""")).TrimEnd('=')}.sig";
        await Server.SendAsync("ACL", "SETUSER", "identity", "on", $">{token}", "~*", "+@all");
        var credential = new StubCredential(token);
        var options = new CacheOptions { ConnectionString = $"127.0.0.1:{Server.Port}" };
        var probe = new CacheProbe(options, Attempt.Timeout, credential, TimeProvider.System);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal("https://redis.azure.com/.default", Assert.Single(credential.Scopes));
        await probe.DisposeAsync();
    }

    [Fact]
    public async Task Failures_leave_the_server_with_one_connection()
    {
        for (var i = 0; i < 50; i++)
        {
            Proxy.CutExisting();
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
            Proxy.Fault = Fault.Blackhole;
            await Attempt.RunAsync(Probe, TimeSpan.FromMilliseconds(10));
            Proxy.Fault = Fault.None;
        }

        Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
        await UntilAsync(async () => await Server.ConnectionsAsync() == 1);
    }

    private protected override IHealthCheck Create(int port) => Create(Server.ConnectionString(port: port));

    private static CacheProbe Create(string settings, CacheMode mode = CacheMode.ReadWrite) =>
        new(new CacheOptions { ConnectionString = settings, Mode = mode }, Attempt.Timeout, credential: null, TimeProvider.System);

    private async Task<bool> TryAsync(params string[] command)
    {
        try
        {
            await Server.SendAsync(command);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
