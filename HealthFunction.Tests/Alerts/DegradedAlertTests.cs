using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.History.Storage;
using HealthFunction.Tests.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Tests.Alerts;

/// <summary>Alerts about a deployment that serves and is degraded: a series, a state and a row of their own.</summary>
public sealed class DegradedAlertTests(SharedServers servers)
{
    [Theory]
    [InlineData("", "")]
    [InlineData("UUUU", "")]
    [InlineData("DDDDDD", "")]
    [InlineData("GG", "")]
    [InlineData("GGG", "D2")]
    [InlineData("GGUGG", "")]
    [InlineData("GGGUU", "D2 U4")]
    [InlineData("GGGUGUU", "D2 U6")]
    // A failing or planned run says nothing of it: it ends series, and what was reported stays open.
    [InlineData("GGDGG", "")]
    [InlineData("GG?GGG", "D5")]
    [InlineData("GGmGGG", "D5")]
    [InlineData("GGGDDDDUU", "D2 U8")]
    [InlineData("GGGUDUU", "D2 U6")]
    [InlineData("GGGDDDDGGG", "D2")]
    public void It_is_reported_after_runs_in_a_row_and_only_runs_that_are_up_count(string runs, string reported) =>
        Assert.Equal(reported, Story.Reported(Story.Play(runs, subject: AlertSubject.Degraded)));

    [Theory]
    [InlineData("GGGGGGGG")]
    [InlineData("GUGUGU")]
    public void It_is_no_outage(string runs) => Assert.Empty(Story.Play(runs).Waiting);

    [Fact]
    public void A_message_says_that_the_deployment_is_up_and_why_it_is_degraded()
    {
        var message = Assert.Single(Story.Play("GGG", subject: AlertSubject.Degraded).Waiting).Message;

        Assert.Equal((AlertKind.Down, Verdict.Up, $"cache.default: {Story.Slow}"), (message.Kind, message.Status, message.Error));
        Assert.Equal([new FailingCheck("cache.default", Verdict.Up, Story.Slow)], message.Failing);
        Assert.Equal(
            $"Degraded: test. It has been UP and degraded since 2026-03-14 12:00:00 UTC. It is cache.default: {Story.Slow}.", AlertText.Line(message));
        Assert.Equal($"cache.default: {Story.Slow}", Assert.Single(AlertText.Checks(message)));
    }

    [Fact]
    public void Its_incident_is_another_one_than_that_of_an_outage_at_the_same_time()
    {
        var outage = Story.Play("DDD").Waiting[0].Message;
        var degraded = Story.Play("GGG", subject: AlertSubject.Degraded).Waiting[0].Message;

        Assert.Equal(outage.Since, degraded.Since);
        Assert.NotEqual(outage.Incident, degraded.Incident);
        Assert.EndsWith("-degraded", degraded.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_state_goes_on_as_if_it_had_not_been_stored()
    {
        var state = Story.Play("GGGUG", subject: AlertSubject.Degraded);

        Assert.Equivalent(state, AlertRow.Read(AlertRow.From(state, null, RowKeys.Warnings)), strict: true);
    }

    [Fact]
    public async Task Its_state_is_a_row_of_its_own_and_neither_is_read_as_the_other()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var (degraded, outage) = (Book(table, AlertSubject.Degraded, RowKeys.Warnings), Book(table, AlertSubject.Outage, RowKeys.Alerts));
        foreach (var run in Story.Runs("GGG"))
        {
            degraded.Add(run);
            await degraded.SaveAsync(claim: false, TestContext.Current.CancellationToken);
        }

        // The row of alerts is not there yet.
        await outage.SaveAsync(claim: false, TestContext.Current.CancellationToken);
        Assert.Empty(outage.State.Waiting);

        var again = Book(table, AlertSubject.Degraded, RowKeys.Warnings);
        await again.SaveAsync(claim: false, TestContext.Current.CancellationToken);
        Assert.Equal("D2", Story.Reported(again.State));
    }

    private static AlertBook Book(TestTable table, AlertSubject subject, string key) =>
        new(table.Table, new AlertMachine(Story.Rule, "test", subject), TimeProvider.System, NullLogger.Instance, key);
}
