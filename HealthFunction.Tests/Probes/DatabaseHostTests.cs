using System.Globalization;
using HealthFunction.Probes.Databases;
using HealthFunction.Testing;
using Npgsql;

namespace HealthFunction.Tests.Probes;

/// <summary>Connection strings with several hosts: each attempt tries them again.</summary>
public sealed class DatabaseHostTests : IAsyncLifetime
{
    private readonly PostgresServer _primary = new() { CanHaveStandbys = true };
    private readonly PostgresServer _standby;

    public DatabaseHostTests() => _standby = new PostgresServer { StandbyOf = _primary };

    public async ValueTask InitializeAsync()
    {
        await _primary.StartAsync();
        await _standby.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Theory]
    [InlineData("primary")]
    [InlineData("read-write")]
    public async Task After_a_failover_the_first_attempt_finds_the_new_primary(string attributes)
    {
        await using var probe = Create($"Target Session Attributes={attributes}", _primary.Port, _standby.Port);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await _primary.KillAsync();
        Assert.Equal("read-only", await Attempt.RunAsync(probe));
        Assert.Equal("read-only", await Attempt.RunAsync(probe));
        await _standby.PromoteAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_kept_connection_to_a_former_standby_is_not_used()
    {
        await using var probe = Create("Target Session Attributes=standby", _primary.Port, _standby.Port);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await _standby.PromoteAsync();
        Assert.Equal("unexpected answer", await Attempt.RunAsync(probe));
    }

    [Theory]
    [InlineData("any")]
    [InlineData("prefer-primary")]
    [InlineData("prefer-standby")]
    [InlineData("read-only")]
    public async Task Any_host_that_serves_is_enough_where_no_primary_is_wanted(string attributes)
    {
        await using var probe = Create($"Target Session Attributes={attributes};Load Balance Hosts=true", _primary.Port, _standby.Port);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await _primary.KillAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task Hosts_that_were_down_are_asked_again_at_the_next_attempt()
    {
        await using var probe = Create("", _primary.Port, _standby.Port);
        await _standby.KillAsync();
        await _primary.KillAsync();
        Assert.Equal("connection refused", await Attempt.RunAsync(probe));
        Assert.Equal("connection refused", await Attempt.RunAsync(probe));
        await _primary.StartAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_hosts_answer_wins_over_the_failure_to_reach_another()
    {
        await using var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = Settings("Password=wrong", 1, _primary.Port) }, Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    public async Task A_silent_host_leaves_time_for_the_next_within_a_short_deadline(int milliseconds)
    {
        using var silent = SilentListener.At("127.0.0.2", _primary.Port);
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        await using var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = Settings("", _primary.Port).Replace("Host=", "Host=127.0.0.2,", StringComparison.Ordinal) },
            timeout,
            credential: null,
            TimeProvider.System);

        // Compiled by a first attempt, which may need longer.
        await Attempt.RunAsync(probe);
        await _primary.TerminateConnectionsAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe, timeout));
    }

    [Fact]
    public async Task A_frozen_host_leaves_time_for_the_next()
    {
        await using var probe = Create("", _primary.Port, _standby.Port);
        _primary.Freeze();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    private DatabaseProbe Create(string settings, params int[] ports) =>
        new(new DatabaseOptions { ConnectionString = Settings(settings, ports) }, Attempt.Timeout, credential: null, TimeProvider.System);

    private string Settings(string more, params int[] ports)
    {
        var hosts = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return new NpgsqlConnectionStringBuilder($"{_primary.AdminConnectionString};{more}") { Host = hosts }.ConnectionString;
    }
}
