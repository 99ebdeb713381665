using System.Diagnostics;
using System.Net;
using HealthFunction.Testing;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Samples;

/// <summary>
/// Checks that other packages and a few lines of code make, against real servers with real faults: whatever a client does, no verdict is late
/// and none is UP without an answer.
/// </summary>
[Collection(nameof(Timing))]
public sealed class RecipeMatrixTests(RecipeServers servers) : IClassFixture<RecipeServers>
{
    private static readonly TimeSpan MaxTime = MatrixServers.Deadline + Timing.Slack;

    /// <summary>The client of RabbitMQ connects again after a second, and its check waits for that.</summary>
    private static readonly TimeSpan MaxRecovery = TimeSpan.FromSeconds(5);

    /// <summary>What a check says depends on what its client says.</summary>
    private static readonly string[] NoConnection = ["connection refused", "connection lost", "check failed"];

    /// <summary>After the deadline of the check, or the shorter one of its client.</summary>
    private static readonly string[] NoAnswer = ["timed out", "check failed"];

    [Theory]
    [InlineData(RecipeServers.MySql)]
    [InlineData(RecipeServers.RabbitMq)]
    [InlineData(RecipeServers.Memcached)]
    [InlineData(RecipeServers.Blob)]
    [InlineData(RecipeServers.Queue)]
    public async Task Faults_on_the_way_are_reported_alone_and_in_time(string check)
    {
        await UntilUpAsync();
        foreach (var fault in new[] { Fault.Refuse, Fault.ResetMidAnswer(1) })
        {
            servers.Proxy(check).Fault = fault;
            var during = await AskAsync(2);
            servers.Proxy(check).Fault = Fault.None;

            await UpAgainAsync();
            AssertDown(during, [check], NoConnection);
        }
    }

    [Theory]
    [InlineData(RecipeServers.MySql)]
    [InlineData(RecipeServers.RabbitMq)]
    [InlineData(RecipeServers.Memcached)]
    [InlineData(RecipeServers.Blob)]
    [InlineData(RecipeServers.Queue)]
    public async Task Cut_connections_are_replaced(string check)
    {
        await UntilUpAsync();
        servers.Proxy(check).CutExisting();

        var first = await UpAgainAsync();

        // Only the client of RabbitMQ does not connect within the call.
        Assert.True(first.Answer.Status == "UP" || check == RecipeServers.RabbitMq, first.Answer.Summary);
    }

    [Theory]
    [InlineData(RecipeServers.MySql)]
    [InlineData(RecipeServers.RabbitMq)]
    [InlineData(RecipeServers.Memcached)]
    [InlineData(RecipeServers.Blob)]
    public async Task A_server_that_is_killed_is_reported_alone_and_in_time(string check)
    {
        await UntilUpAsync();
        await servers.Server(check).KillAsync();
        var during = await AskAsync(2);
        await servers.Server(check).StartAsync();

        await UpAgainAsync();
        AssertDown(during, RecipeServers.SharingServer(check), NoConnection);
    }

    [Theory]
    [InlineData(RecipeServers.MySql)]
    [InlineData(RecipeServers.RabbitMq)]
    [InlineData(RecipeServers.Memcached)]
    [InlineData(RecipeServers.Blob)]
    public async Task A_server_that_is_frozen_is_reported_alone_and_in_time(string check)
    {
        await UntilUpAsync();
        servers.Server(check).Freeze();
        var during = await AskAsync(2);
        servers.Server(check).Resume();

        await UpAgainAsync();
        AssertDown(during, RecipeServers.SharingServer(check), NoAnswer);
    }

    [Fact]
    public async Task A_wrong_password_is_never_up_and_in_time()
    {
        await using var app = await servers.StartWithWrongPasswordsAsync();

        var answers = new[] { await Recipes.AskAsync(app), await Recipes.AskAsync(app) };

        AssertDown(answers, [RecipeServers.MySql, RecipeServers.RabbitMq, RecipeServers.Blob, RecipeServers.Queue], ["check failed"]);
    }

    private static void AssertDown(IReadOnlyCollection<TimedAnswer> answers, string[] checks, string[] errors)
    {
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.Answer.Code));
        Assert.All(answers, a => Assert.Equal(checks, a.Answer.Errors.Keys));
        Assert.All(answers, a => Assert.All(checks, check => Assert.True(a.Answer.Checks[check] == "DOWN", a.Answer.Summary)));
        Assert.All(answers, a => Assert.All(a.Answer.Errors.Values, error => Assert.True(errors.Any(error.StartsWith), a.Answer.Summary)));
        Assert.All(answers, a => Assert.InRange(a.Elapsed, TimeSpan.Zero, MaxTime));
    }

    private async Task<List<TimedAnswer>> AskAsync(int times)
    {
        var app = await servers.AppAsync();
        var answers = new List<TimedAnswer>();
        while (answers.Count < times)
        {
            answers.Add(await Recipes.AskAsync(app));
        }

        return answers;
    }

    private async Task UntilUpAsync()
    {
        var app = await servers.AppAsync();
        await Until.TrueAsync(async () => (await Recipes.AskAsync(app)).Answer.Status == "UP", "every check is up");
    }

    /// <summary>The first answer, once all is up.</summary>
    private async Task<TimedAnswer> UpAgainAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await AskAsync(1);
        while (answers[^1].Answer.Status != "UP" && Stopwatch.GetElapsedTime(start) < MaxRecovery)
        {
            answers.AddRange(await AskAsync(1));
        }

        Assert.True(answers[^1].Answer.Status == "UP", answers[^1].Answer.Summary);
        Assert.All(answers, a => Assert.InRange(a.Elapsed, TimeSpan.Zero, MaxTime));
        return answers[0];
    }
}
