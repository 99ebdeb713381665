using System.Net.Sockets;
using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Checks;

/// <summary>The outcome of a check that fails.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(typeof(ObjectDisposedException), "shutting down")]
    [InlineData(typeof(TaskCanceledException), "shutting down")]
    [InlineData(typeof(InvalidOperationException), "shutting down")]
    [InlineData(typeof(EndOfStreamException), "shutting down")]
    [InlineData(typeof(ProbeException), "authentication failed")]
    public async Task A_failure_while_the_app_stops_is_evidence_against_a_dependency_only_if_it_refused(Type failure, string error)
    {
        var gate = new Gate();
        var check = new ScriptedCheck(async _ =>
        {
            await gate.PassAsync();
            throw failure == typeof(ProbeException)
                ? new ProbeException(ErrorText.AuthenticationFailed)
                : failure == typeof(ObjectDisposedException) ? new ObjectDisposedException("client") : (Exception)Activator.CreateInstance(failure)!;
        });
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", check), withDetail: true);
        var run = harness.RunOneAsync();
        await gate.ReachedAsync();

        harness.Stop();
        gate.Open();

        var outcome = await run;
        Assert.Equal((error == "shutting down" ? Verdict.Unknown : Verdict.Down, error), (outcome.Verdict, outcome.Error!.Text));
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, "connection refused")]
    [InlineData(SocketError.HostNotFound, "name resolution failed")]
    [InlineData(SocketError.ConnectionReset, "connection lost")]
    [InlineData(SocketError.NetworkUnreachable, "network unreachable")]
    public async Task The_cause_in_the_network_is_read_from_any_clients_exception(SocketError error, string text)
    {
        var check = new ScriptedCheck(_ => throw new HttpRequestException("db.internal:5432", new IOException("x", new SocketException((int)error))));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check));

        Assert.Equal(text, (await harness.RunOneAsync()).Error!.Text);
    }

    [Fact]
    public async Task The_message_of_a_failure_is_shown_only_when_enabled_and_without_secrets()
    {
        var check = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy("host db-7:5432\nrefused hunter2")));
        using var brief = new RunnerHarness(c => c.AddCheck("a.b", check));
        using var full = new RunnerHarness(c => c.AddCheck("a.b", check), withDetail: true);

        var (withoutDetail, withDetail) = (await brief.RunOneAsync(), await full.RunOneAsync());

        Assert.Equal(("check failed", null), (withoutDetail.Error!.Text, withoutDetail.Detail));
        Assert.Equal(("check failed", "host db-7:5432 refused ***"), (withDetail.Error!.Text, withDetail.Detail));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public async Task A_message_is_cut_after_500_characters(int length, bool isCut)
    {
        var check = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy($"  {new string('x', length)}\n")));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), withDetail: true);

        Assert.Equal(new string('x', 500) + (isCut ? "…" : ""), (await harness.RunOneAsync()).Detail);
    }

    [Fact]
    public async Task A_check_that_says_that_it_ran_out_of_time_itself_has_timed_out_after_that_time()
    {
        var clock = new FakeTimeProvider();
        var check = new ScriptedCheck(_ =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(700));
            throw new TimeoutException();
        });
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), time: clock);

        Assert.Equal("timed out after 700 ms", (await harness.RunOneAsync()).Error!.Text);
    }

    [Fact]
    public async Task A_result_with_the_exception_of_a_probe_says_what_the_probe_says()
    {
        var check = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy(
            "said before", new ProbeException(ErrorText.NoCredential, new InvalidOperationException("no identity here"), Verdict.Unknown))));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), withDetail: true);

        var outcome = await harness.RunOneAsync();

        Assert.Equal((Verdict.Unknown, "no credential: no identity here"), (outcome.Verdict, outcome.Remark));
    }

    [Fact]
    public async Task A_result_without_a_description_has_the_message_of_its_exception()
    {
        var failing = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy(exception: new FormatException("not a date"))));
        var degraded = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Degraded(exception: new IOException("cut", new SocketException((int)SocketError.ConnectionReset)))));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", failing).AddCheck("c.d", degraded), withDetail: true);

        var checks = (await harness.Runner.RunAsync()).Checks;

        Assert.Equal(["check failed: not a date", "connection lost: cut"], checks.Select(c => c.Remark));
        Assert.Equal([Verdict.Down, Verdict.Up], checks.Select(c => c.Verdict));
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy, "check failed: the queue is long")]
    [InlineData(HealthStatus.Degraded, "degraded: the queue is long")]
    public async Task What_a_check_says_itself_is_shown_and_not_the_message_of_its_exception(HealthStatus status, string remark)
    {
        var check = new ScriptedCheck(_ => Task.FromResult(new HealthCheckResult(status, "the queue is long", new FormatException("not a date"))));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), withDetail: true);

        Assert.Equal(remark, (await harness.RunOneAsync()).Remark);
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, true, false)]
    [InlineData(HealthStatus.Degraded, true, true)]
    [InlineData(HealthStatus.Degraded, false, false)]
    public async Task A_certificate_warns_where_the_check_is_degraded_and_shows_one(HealthStatus status, bool shown, bool warns)
    {
        var ends = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
        var check = new ScriptedCheck(_ => Task.FromResult(new HealthCheckResult(status, "certificate ends in 9 days", data: shown ? CertificateData.Of(ends) : null)));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), traits: new() { ["a.b"] = new CheckTraits { IsProbe = true } });

        var outcome = await harness.RunOneAsync();

        Assert.Equal((shown ? ends : null, warns), (outcome.CertificateEnds, outcome.CertificateWarns));
    }

    [Fact]
    public async Task A_probe_that_is_degraded_without_a_word_is_degraded()
    {
        var check = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Degraded("")));
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check), traits: new() { ["a.b"] = new CheckTraits { IsProbe = true } });

        Assert.Equal("degraded", (await harness.RunOneAsync()).Degraded?.Text);
    }

    [Fact]
    public async Task A_check_that_cannot_be_made_is_down_and_the_others_are_not()
    {
        using var harness = new RunnerHarness(c => c
            .Add(new HealthCheckRegistration("broken.one", _ => throw new InvalidOperationException("no such service"), null, null))
            .AddCheck("fine.one", new ScriptedCheck()));

        Assert.Equal([Verdict.Down, Verdict.Up], (await harness.Runner.RunAsync()).Checks.Select(c => c.Verdict));
    }
}
