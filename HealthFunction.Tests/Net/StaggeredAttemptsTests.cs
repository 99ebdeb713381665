using HealthFunction.Net;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Net;

public sealed class StaggeredAttemptsTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _attempts = new() { ["a"] = new(), ["b"] = new(), ["c"] = new() };
    private readonly List<string> _started = [];
    private readonly List<string> _discarded = [];
    private readonly Dictionary<string, CancellationToken> _tokens = [];

    [Fact]
    public async Task The_next_one_starts_after_a_quarter_of_a_second()
    {
        var race = RaceAsync();
        Assert.Equal(["a"], _started);
        _time.Advance(StaggeredAttempts.MaxDelay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], _started);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await StartedAsync(2);
        _attempts["b"].SetResult("b");

        Assert.Equal("b", await race);
        Assert.True(_tokens["a"].IsCancellationRequested);
        Assert.Equal(["a", "b"], _started);
    }

    [Fact]
    public async Task When_one_fails_the_next_one_starts_at_once()
    {
        _attempts["a"].SetException(new IOException("a"));
        _attempts["b"].SetException(new IOException("b"));
        var race = RaceAsync();
        await StartedAsync(3);
        _attempts["c"].SetResult("c");

        Assert.Equal("c", await race);
    }

    /// <summary>Like a connection to the same machine, which is established when the call returns.</summary>
    [Fact]
    public async Task The_last_one_wins_though_it_succeeds_before_its_call_returns()
    {
        _attempts["c"].SetResult("c");
        _attempts["b"].SetException(new IOException("b"));
        var race = RaceAsync();
        _time.Advance(StaggeredAttempts.MaxDelay);

        Assert.Equal("c", await race.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.True(_tokens["a"].IsCancellationRequested);
    }

    [Fact]
    public async Task The_first_one_wins_though_it_succeeds_before_its_call_returns()
    {
        _attempts["a"].SetResult("a");

        Assert.Equal("a", await RaceAsync());
        Assert.Equal(["a"], _started);
    }

    [Fact]
    public async Task The_first_may_still_win()
    {
        var race = RaceAsync();
        _time.Advance(StaggeredAttempts.MaxDelay);
        await StartedAsync(2);
        _attempts["a"].SetResult("a");

        Assert.Equal("a", await race);
    }

    [Fact]
    public async Task One_that_succeeds_too_late_is_discarded()
    {
        var race = RaceAsync();
        _time.Advance(StaggeredAttempts.MaxDelay);
        await StartedAsync(2);
        _attempts["b"].SetResult("b");
        await race;
        _attempts["a"].SetResult("a");

        Assert.Equal(["a"], _discarded);
    }

    [Fact]
    public async Task When_all_fail_their_reasons_are_in_order()
    {
        _attempts["c"].SetException(new IOException("c"));
        _attempts["b"].SetException(new IOException("b"));
        var race = RaceAsync();
        _time.Advance(StaggeredAttempts.MaxDelay);
        await StartedAsync(3);
        Assert.False(race.IsCompleted);
        _attempts["a"].SetException(new IOException("a"));

        var failure = await Assert.ThrowsAsync<AggregateException>(() => race);
        Assert.Equal(["a", "b", "c"], failure.InnerExceptions.Select(e => e.Message));
    }

    [Fact]
    public async Task Nothing_is_waited_for_when_the_time_is_over()
    {
        using var deadline = new CancellationTokenSource();
        var race = RaceAsync(deadline.Token);
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
        Assert.True(_tokens["a"].IsCancellationRequested);
    }

    [Fact]
    public async Task A_single_attempt_fails_with_its_own_reason()
    {
        var race = StaggeredAttempts.RunAsync(["a"], AttemptAsync, _discarded.Add, Timeout, _time, TestContext.Current.CancellationToken);
        _attempts["a"].SetException(new IOException("a"));
        Assert.Equal("a", (await Assert.ThrowsAsync<IOException>(() => race)).Message);
    }

    [Theory]
    [InlineData(2000, 2, 250)]
    [InlineData(200, 2, 50)]
    [InlineData(1000, 10, 50)]
    public void All_of_them_begin_in_the_first_half_of_the_timeout(int timeout, int count, int delay) =>
        Assert.Equal(TimeSpan.FromMilliseconds(delay), StaggeredAttempts.Delay(TimeSpan.FromMilliseconds(timeout), count));

    private Task<string> RaceAsync(CancellationToken? cancellationToken = null) => StaggeredAttempts.RunAsync(
        ["a", "b", "c"], AttemptAsync, _discarded.Add, Timeout, _time, cancellationToken ?? TestContext.Current.CancellationToken);

    private Task<string> AttemptAsync(string candidate, CancellationToken cancellationToken)
    {
        lock (_started)
        {
            _tokens[candidate] = cancellationToken;
            _started.Add(candidate);
        }

        return _attempts[candidate].Task;
    }

    private Task StartedAsync(int count) => HealthFunction.Testing.Until.TrueAsync(
        () =>
        {
            lock (_started)
            {
                return _started.Count == count;
            }
        },
        $"{count} attempts have started");
}
