using HealthFunction.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

/// <summary>The rules for every probe, each tested with its own real server behind a proxy that breaks connections.</summary>
public abstract class ProbeContract<TServer>(TServer server) : IClassFixture<TServer>, IAsyncLifetime
    where TServer : TestServer
{
    private FaultProxy _proxy = null!;
    private IHealthCheck _probe = null!;

    protected TServer Server { get; } = server;

    private protected FaultProxy Proxy => _proxy;

    private protected IHealthCheck Probe => _probe;

    public async ValueTask InitializeAsync()
    {
        if (!Server.IsRunning)
        {
            await Server.StartAsync();
        }

        _proxy = FaultProxy.To(Server.Port);
        _probe = Create(_proxy.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeAsync(_probe);
        await _proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_server_that_answers_is_up_over_one_connection()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        }

        Assert.Equal(1, _proxy.Accepted);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(BrokenConnections.Reasons), MemberType = typeof(BrokenConnections))]
    public async Task A_broken_connection_is_down_with_its_reason_and_up_at_the_first_check_afterwards(Fault fault, string reason)
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        _proxy.Fault = fault;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(reason, await Attempt.RunAsync(_probe));
        }

        _proxy.Fault = Fault.None;
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(BrokenConnections.Reasons), MemberType = typeof(BrokenConnections))]
    public async Task A_server_that_was_never_there_is_down_and_up_when_it_appears(Fault fault, string reason)
    {
        _proxy.Fault = fault;
        Assert.Equal(reason, await Attempt.RunAsync(_probe));
        _proxy.Fault = Fault.None;
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silence_ends_with_the_deadline_and_leaves_no_connection(bool connected)
    {
        if (connected)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        }

        _proxy.Fault = Fault.Blackhole;
        Assert.Equal(Attempt.TimedOut, await Attempt.RunAsync(_probe));
        Assert.Equal(Attempt.TimedOut, await Attempt.RunAsync(_probe));
        await NothingIsLeftAsync();
        _proxy.Fault = Fault.None;
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Fact]
    public async Task Connections_that_were_cut_between_two_checks_are_no_failure()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
            _proxy.CutExisting();
        }
    }

    [Fact]
    public async Task A_slow_answer_within_the_deadline_is_up()
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        _proxy.Fault = Fault.Delay(Attempt.Timeout * 0.6);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Fact]
    public async Task A_frozen_server_is_abandoned_at_the_deadline_and_up_as_soon_as_it_continues()
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        Server.Freeze();
        Assert.Equal(Attempt.TimedOut, await Attempt.RunAsync(_probe));
        Assert.Equal(Attempt.TimedOut, await Attempt.RunAsync(_probe));
        Server.Resume();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Fact]
    public async Task A_server_that_restarted_between_two_checks_is_up_at_the_first()
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        await Server.RestartAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        await Server.KillAsync();
        await Server.StartAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
    }

    [Fact]
    public async Task A_killed_server_refuses_until_it_is_back()
    {
        var direct = Create(Server.Port);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(direct));
        await Server.KillAsync();
        Assert.Equal("connection refused", await Attempt.RunAsync(direct));
        Assert.Equal("connection refused", await Attempt.RunAsync(direct));
        await Server.StartAsync();
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(direct));
        await DisposeAsync(direct);
    }

    [Fact]
    public async Task Hundreds_of_failures_leave_no_connection()
    {
        foreach (var (fault, _) in BrokenConnections.Reasons.Select(row => row.Data).Append((Fault.Blackhole, "")))
        {
            _proxy.Fault = fault;
            for (var i = 0; i < 100; i++)
            {
                await Attempt.RunAsync(_probe, fault == Fault.Blackhole ? TimeSpan.FromMilliseconds(20) : null);
            }

            await NothingIsLeftAsync();
        }

        _proxy.Fault = Fault.None;
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        Assert.Equal(1, _proxy.Open);
    }

    [Fact]
    public async Task A_disposed_probe_leaves_no_connection()
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(_probe));
        await DisposeAsync(_probe);
        await NothingIsLeftAsync();
    }

    private protected abstract IHealthCheck Create(int port);

    private protected static async Task DisposeAsync(IHealthCheck probe) => await ((IAsyncDisposable)probe).DisposeAsync();

    private protected static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    private Task NothingIsLeftAsync() => UntilAsync(() => _proxy.Open == 0);
}
