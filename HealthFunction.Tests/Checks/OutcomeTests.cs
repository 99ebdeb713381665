using System.Net.Sockets;
using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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

    [Fact]
    public async Task A_check_that_cannot_be_made_is_down_and_the_others_are_not()
    {
        using var harness = new RunnerHarness(c => c
            .Add(new HealthCheckRegistration("broken.one", _ => throw new InvalidOperationException("no such service"), null, null))
            .AddCheck("fine.one", new ScriptedCheck()));

        Assert.Equal([Verdict.Down, Verdict.Up], (await harness.Runner.RunAsync()).Checks.Select(c => c.Verdict));
    }
}
