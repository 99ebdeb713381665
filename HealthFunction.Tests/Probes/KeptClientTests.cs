using HealthFunction.Probes;
using HealthFunction.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Probes;

public sealed class KeptClientTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<FakeClient> _clients = [];
    private readonly SemaphoreSlim _opened = new(0);
    private readonly KeptClient<FakeClient> _kept;

    public KeptClientTests() => _kept = new KeptClient<FakeClient>(OpenAsync, client => client.IsDiscarded = true, Attempt.Timeout, _time);

    public void Dispose()
    {
        _kept.Dispose();
        _opened.Dispose();
    }

    [Fact]
    public async Task A_client_is_kept_while_it_works()
    {
        await UseAsync();
        await UseAsync();
        Assert.False(Assert.Single(_clients).IsDiscarded);
    }

    [Fact]
    public async Task A_kept_client_that_fails_is_replaced_in_the_same_attempt()
    {
        await UseAsync();
        _clients[0].Answer = Task.FromException(new IOException());
        await UseAsync();
        Assert.Equal([true, false], _clients.Select(c => c.IsDiscarded));
    }

    [Fact]
    public async Task A_fresh_client_that_fails_is_a_failure()
    {
        await UseAsync();
        _clients[0].Answer = Task.FromException(new IOException("stale"));
        Next = Task.FromException(new IOException("fresh"));
        Assert.Equal("fresh", (await Assert.ThrowsAsync<IOException>(() => UseAsync())).Message);
        Assert.All(_clients, c => Assert.True(c.IsDiscarded));
    }

    [Fact]
    public async Task A_silent_kept_client_leaves_half_of_the_deadline_to_a_fresh_one()
    {
        await UseAsync();
        _clients[0].Answer = new TaskCompletionSource().Task;
        var attempt = UseAsync();
        _time.Advance(Attempt.Timeout / 2 - TimeSpan.FromMilliseconds(1));
        Assert.Single(_clients);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await attempt;
        await Until.TrueAsync(() => _clients[0].IsDiscarded, "the kept client has ended");
        Assert.False(_clients[1].IsDiscarded);
    }

    [Fact]
    public async Task A_slow_kept_client_counts_when_it_answers_first()
    {
        await UseAsync();
        var answer = new TaskCompletionSource();
        _clients[0].Answer = answer.Task;
        Next = new TaskCompletionSource().Task;
        var attempt = UseAsync();
        _time.Advance(Attempt.Timeout / 2);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        answer.SetResult();
        await attempt;
        await Until.TrueAsync(() => _clients[1].IsDiscarded, "the fresh client has ended");
        Assert.False(_clients[0].IsDiscarded);
    }

    [Fact]
    public async Task A_slow_kept_client_is_waited_for_when_a_fresh_one_fails()
    {
        await UseAsync();
        var answer = new TaskCompletionSource();
        _clients[0].Answer = answer.Task;
        Next = Task.FromException(new IOException());
        var attempt = UseAsync();
        _time.Advance(Attempt.Timeout / 2);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(attempt.IsCompleted);
        answer.SetResult();
        await attempt;
        Assert.Equal([false, true], _clients.Select(c => c.IsDiscarded));
    }

    [Fact]
    public async Task A_fresh_client_that_answers_does_not_wait_for_a_kept_one_that_ignores_its_token()
    {
        await UseAsync();
        var stuck = new TaskCompletionSource();
        _clients[0].StuckOn = stuck.Task;
        var attempt = UseAsync();
        _time.Advance(Attempt.Timeout / 2);
        await attempt.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal([false, false], _clients.Select(c => c.IsDiscarded));

        stuck.SetResult();
        await Until.TrueAsync(() => _clients[0].IsDiscarded, "the kept client has ended");
        await UseAsync();
        Assert.Equal([true, false], _clients.Select(c => c.IsDiscarded));
    }

    [Fact]
    public async Task The_reason_of_a_fresh_client_that_fails_is_reported_before_the_deadline()
    {
        await UseAsync();
        _clients[0].Answer = new TaskCompletionSource().Task;
        Next = Task.FromException(new IOException("fresh"));
        var attempt = UseAsync();
        _time.Advance(Attempt.Timeout / 2);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        await _opened.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(attempt.IsCompleted);

        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return attempt.IsCompleted || _time.GetUtcNow() - _time.Start >= Attempt.Timeout;
            },
            "the attempt has ended or its deadline has come");
        Assert.Equal("fresh", (await Assert.ThrowsAsync<IOException>(() => attempt)).Message);
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.Zero, Attempt.Timeout - TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_cancelled_attempt_discards_every_client_it_used()
    {
        await UseAsync();
        _clients[0].Answer = new TaskCompletionSource().Task;
        Next = new TaskCompletionSource().Task;
        using var deadline = new CancellationTokenSource();
        var attempt = UseAsync(deadline.Token);
        _time.Advance(Attempt.Timeout / 2);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        await Until.TrueAsync(() => _clients.All(c => c.IsDiscarded), "both clients have ended");
    }

    [Fact]
    public async Task A_client_is_replaced_after_half_a_minute()
    {
        await UseAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        await UseAsync();
        Assert.Single(_clients);
        _time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync();
        Assert.Equal([true, false], _clients.Select(c => c.IsDiscarded));
    }

    [Fact]
    public async Task Disposal_in_the_middle_of_an_attempt_discards_its_client_at_the_end()
    {
        var answer = new TaskCompletionSource();
        Next = answer.Task;
        var attempt = UseAsync();
        _kept.Dispose();
        answer.SetResult();
        await attempt;
        Assert.True(Assert.Single(_clients).IsDiscarded);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => UseAsync());
    }

    /// <summary>The answer of the client that is opened next.</summary>
    private Task Next { get; set; } = Task.CompletedTask;

    private Task UseAsync(CancellationToken cancellationToken = default) =>
        _kept.UseAsync(static (client, token) => client.StuckOn ?? client.Answer.WaitAsync(token), cancellationToken);

    private Task<FakeClient> OpenAsync(CancellationToken cancellationToken)
    {
        var client = new FakeClient { Answer = Next };
        _clients.Add(client);
        _opened.Release();
        return Task.FromResult(client);
    }

    private sealed class FakeClient
    {
        public Task Answer { get; set; } = Task.CompletedTask;

        /// <summary>What its work does, regardless of its token.</summary>
        public Task? StuckOn { get; set; }

        public bool IsDiscarded { get; set; }
    }
}
