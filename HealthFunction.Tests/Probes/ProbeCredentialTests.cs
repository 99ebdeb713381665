using Azure.Core;
using Azure.Identity;
using HealthFunction.Checks;
using HealthFunction.Probes;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Probes;

public sealed class ProbeCredentialTests
{
    private static readonly TokenRequestContext Request = new(["scope"]);

    private readonly FakeTimeProvider _time = new();
    private readonly StubCredential _entra = new("first");
    private readonly ProbeCredential _credential;

    public ProbeCredentialTests()
    {
        _entra.ExpiresOn = _time.GetUtcNow() + TimeSpan.FromHours(1);
        _credential = new ProbeCredential(_entra, Attempt.Timeout, _time);
    }

    [Fact]
    public async Task A_token_is_kept_until_five_minutes_before_its_end()
    {
        Assert.Equal("first", await AskAsync());
        _entra.Token = "second";
        _time.Advance(TimeSpan.FromMinutes(55));
        Assert.Equal("first", await AskAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", await AskAsync());
        Assert.Equal(2, _entra.Scopes.Count);
    }

    [Fact]
    public async Task A_refusal_says_nothing_of_the_dependency_and_is_kept_for_five_seconds()
    {
        _entra.Token = null;
        var refusal = await Assert.ThrowsAsync<ProbeException>(AskAsync);
        Assert.Equal(Verdict.Unknown, refusal.Verdict);
        Assert.Equal(ErrorText.NoCredential, refusal.Error);
        Assert.IsType<CredentialUnavailableException>(refusal.InnerException);
        _entra.Token = "late";
        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(Verdict.Unknown, (await Assert.ThrowsAsync<ProbeException>(AskAsync)).Verdict);
        Assert.Single(_entra.Scopes);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("late", await AskAsync());
    }

    [Fact]
    public async Task Without_an_identity_the_pause_between_requests_grows_to_one_minute()
    {
        _entra.Token = null;
        var pauses = new List<double>();
        var last = _time.GetUtcNow();
        await Assert.ThrowsAsync<ProbeException>(AskAsync);
        while (_entra.Scopes.Count < 8)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            var before = _entra.Scopes.Count;
            await Assert.ThrowsAsync<ProbeException>(AskAsync);
            if (_entra.Scopes.Count > before)
            {
                pauses.Add((_time.GetUtcNow() - last).TotalSeconds);
                last = _time.GetUtcNow();
            }
        }

        Assert.Equal([5, 10, 20, 40, 60, 60, 60], pauses);
    }

    [Fact]
    public async Task A_successful_token_resets_the_pause()
    {
        _entra.Token = null;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<ProbeException>(AskAsync);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _entra.Token = "first";
        Assert.Equal("first", await AskAsync());
        _time.Advance(TimeSpan.FromHours(1));
        _entra.Token = null;
        await Assert.ThrowsAsync<ProbeException>(AskAsync);
        _entra.Token = "second";
        _entra.ExpiresOn = _time.GetUtcNow() + TimeSpan.FromHours(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("second", await AskAsync());
    }

    [Fact]
    public async Task A_slow_token_ends_the_attempt_before_its_deadline_and_serves_the_next()
    {
        var arrival = new TaskCompletionSource();
        _entra.Until = arrival.Task;
        var attempt = AskAsync();
        _time.Advance(Attempt.Timeout * 0.75);
        Assert.Equal(Verdict.Unknown, (await Assert.ThrowsAsync<ProbeException>(() => attempt)).Verdict);
        arrival.SetResult();
        Assert.Equal("first", await AskAsync());
        Assert.Single(_entra.Scopes);
    }

    [Fact]
    public async Task A_cancelled_attempt_leaves_the_token_to_the_next()
    {
        var arrival = new TaskCompletionSource();
        _entra.Until = arrival.Task;
        using var deadline = new CancellationTokenSource();
        var attempt = AskAsync(deadline.Token);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt);
        arrival.SetResult();
        Assert.Equal("first", await AskAsync());
        Assert.Single(_entra.Scopes);
    }

    private Task<string> AskAsync() => AskAsync(CancellationToken.None);

    private async Task<string> AskAsync(CancellationToken cancellationToken) =>
        (await _credential.GetTokenAsync(Request, cancellationToken)).Token;
}
