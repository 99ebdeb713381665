using HealthFunction.Probes;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Probes;

public sealed class EarlyCheckTests
{
    /// <summary>The maximum wait for things that happen at once, unless the code is wrong.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Queue<Func<Task<HealthCheckResult>>> _calls = new();
    private readonly ScriptedCheck _scripted;
    private readonly EarlyCheck _check;

    public EarlyCheckTests()
    {
        _scripted = new ScriptedCheck(_ => _calls.Count > 0 ? _calls.Dequeue()() : Task.FromResult(HealthCheckResult.Healthy("asked for")));
        _check = new EarlyCheck(_scripted, Attempt.Timeout, _time);
    }

    [Fact]
    public async Task A_check_without_an_early_call_is_called_by_the_first_request()
    {
        Assert.Equal("asked for", (await AskAsync()).Description);
        Assert.Equal(1, _scripted.Attempts);
    }

    [Fact]
    public async Task The_first_request_waits_for_the_early_call_and_gets_the_result_of_its_own()
    {
        var early = new Gate();
        CallEarly(early.PassAsync);
        await early.ReachedAsync();
        var asking = AskAsync();
        Assert.False(asking.IsCompleted);

        early.Open();

        Assert.Equal("asked for", (await asking).Description);
        Assert.Equal((2, 1), (_scripted.Attempts, _scripted.MaxAlive));
    }

    [Fact]
    public async Task The_result_of_the_early_call_is_discarded_even_after_it_has_ended()
    {
        var early = new Gate();
        CallEarly(early.PassAsync);
        await early.ReachedAsync();
        early.Open();
        _calls.Enqueue(() => Task.FromResult(HealthCheckResult.Unhealthy("down by now")));

        Assert.Equal("down by now", (await AskAsync()).Description);
        Assert.Equal("asked for", (await AskAsync()).Description);
    }

    [Fact]
    public async Task An_early_call_that_fails_fails_no_request()
    {
        CallEarly(() => throw new IOException("not yet"));
        Assert.Equal(HealthStatus.Healthy, (await AskAsync()).Status);
        Assert.Equal(2, _scripted.Attempts);
    }

    [Fact]
    public async Task An_early_call_that_ignores_its_token_is_abandoned_at_its_timeout()
    {
        var early = new Gate();
        CallEarly(early.PassAsync);
        await early.ReachedAsync();
        var asking = AskAsync();

        _time.Advance(Attempt.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("asked for", (await asking).Description);
        Assert.True(_scripted.Tokens[0].IsCancellationRequested);
    }

    [Fact]
    public async Task The_deadline_of_a_request_holds_while_the_early_call_is_running()
    {
        var early = new Gate();
        CallEarly(early.PassAsync);
        await early.ReachedAsync();
        using var deadline = new CancellationTokenSource();
        var asking = AskAsync(deadline.Token);

        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(1, _scripted.Attempts);
        early.Open();
        Assert.Equal("asked for", (await AskAsync()).Description);
    }

    [Fact]
    public async Task An_early_call_that_blocks_its_thread_delays_only_requests_for_that_check()
    {
        using var block = new ManualResetEventSlim();
        CallEarly(() =>
        {
            block.Wait(Patience, TestContext.Current.CancellationToken);
            return Task.FromResult(HealthCheckResult.Healthy());
        });
        var asking = AskAsync();
        Assert.False(asking.IsCompleted);
        block.Set();
        Assert.Equal("asked for", (await asking).Description);
    }

    private void CallEarly(Func<Task<HealthCheckResult>> call)
    {
        _calls.Enqueue(call);
        _check.CallEarly(new HealthCheckRegistration("early", _check, failureStatus: null, tags: null));
    }

    private Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken = default) =>
        _check.CheckHealthAsync(new HealthCheckContext(), cancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
}
