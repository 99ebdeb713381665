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
    public async Task A_refusal_says_nothing_of_the_dependency_and_is_not_kept()
    {
        _entra.Token = null;
        var refusal = await Assert.ThrowsAsync<ProbeException>(AskAsync);
        Assert.Equal(Verdict.Unknown, refusal.Verdict);
        Assert.Equal(ErrorText.NoCredential, refusal.Error);
        Assert.IsType<CredentialUnavailableException>(refusal.InnerException);
        _entra.Token = "late";
        Assert.Equal("late", await AskAsync());
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
