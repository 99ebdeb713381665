using System.Text;
using HealthFunction.Probes.Caches;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>UP means that the configured user was served, even on a server that serves everybody.</summary>
public sealed class CacheCredentialTests(RedisServer server) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static readonly string Token = $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"oid":"identity"}""")).TrimEnd('=')}.sig";

    public async ValueTask InitializeAsync()
    {
        if (!server.IsRunning)
        {
            await server.StartAsync();
            await server.SendAsync("ACL", "SETUSER", "app", "on", ">secret", "~*", "+@all");
            await server.SendAsync("ACL", "SETUSER", "off", "off", ">secret", "~*", "+@all");
            await server.SendAsync("ACL", "SETUSER", "default", "on", "nopass");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("password=wrong")]
    [InlineData("user=app,password=wrong")]
    [InlineData("user=app")]
    [InlineData("user=nobody,password=secret")]
    [InlineData("user=off,password=secret")]
    [InlineData("password=wrong,protocol=resp2")]
    [InlineData("user=app,password=wrong,protocol=resp3")]
    [InlineData("user=app,password=wrong,version=4.0")]
    public async Task A_rejected_credential_is_down_though_the_server_answers_without_one(string credential)
    {
        foreach (var mode in Enum.GetValues<CacheMode>())
        {
            await using var probe = Create(credential, mode);
            Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
            Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("user=app,password=secret")]
    [InlineData("user=app,password=secret,protocol=resp2")]
    [InlineData("user=app,password=secret,version=4.0")]
    public async Task An_accepted_credential_is_up(string credential)
    {
        foreach (var mode in Enum.GetValues<CacheMode>())
        {
            await using var probe = Create(credential, mode);
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }
    }

    [Fact]
    public async Task A_rejected_token_is_down()
    {
        var options = new CacheOptions { ConnectionString = $"127.0.0.1:{server.Port}" };
        await using var probe = new CacheProbe(options, Attempt.Timeout, new StubCredential(Token), TimeProvider.System);
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task The_credential_is_sent_once_per_connection()
    {
        await using var probe = Create("user=app,password=secret", CacheMode.ReadWrite);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await server.ResetCommandCountsAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        // The one of the fixture itself, to read the counts.
        Assert.Equal(1, (await server.CommandCountsAsync())["auth"]);
    }

    /// <summary>The rights that docs/settings.md lists.</summary>
    [Theory]
    [InlineData("ReadWrite", "~HealthFunction:*", "+ping", "+set", "+get")]
    [InlineData("Ping", "+ping")]
    public async Task A_user_needs_no_more_rights_than_the_documented_ones(string setting, params string[] rights)
    {
        var mode = Enum.Parse<CacheMode>(setting);
        await server.SendAsync(["ACL", "SETUSER", "small", "reset", "on", ">secret", .. rights]);
        await using (var probe = Create("user=small,password=secret", mode))
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        foreach (var right in rights)
        {
            await server.SendAsync(["ACL", "SETUSER", "small", "reset", "on", ">secret", .. rights.Where(r => r != right)]);
            await using var probe = Create("user=small,password=secret", mode);
            Assert.Equal("permission denied", await Attempt.RunAsync(probe));
        }
    }

    [Theory]
    [InlineData("ReadWrite", "~HealthFunction:*", "+ping", "+set", "+get")]
    [InlineData("Ping", "+ping")]
    public async Task A_user_of_several_servers_needs_no_more_rights_than_of_one(string setting, params string[] rights)
    {
        await using var primary = new RedisServer();
        await primary.StartAsync();
        await using var replica = new RedisServer { ReplicaOf = primary };
        await replica.StartAsync();
        foreach (var each in new[] { primary, replica })
        {
            await each.SendAsync(["ACL", "SETUSER", "small", "reset", "on", ">secret", .. rights]);
        }

        var options = new CacheOptions
        {
            ConnectionString = $"127.0.0.1:{replica.Port},127.0.0.1:{primary.Port},user=small,password=secret",
            Mode = Enum.Parse<CacheMode>(setting),
        };
        await using var probe = new CacheProbe(options, Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    private CacheProbe Create(string credential, CacheMode mode) => new(
        new CacheOptions { ConnectionString = $"127.0.0.1:{server.Port},{credential}", Mode = mode }, Attempt.Timeout, credential: null, TimeProvider.System);
}
