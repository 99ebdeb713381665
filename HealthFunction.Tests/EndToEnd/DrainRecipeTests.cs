using System.Net;
using HealthFunction.Testing;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The script that pipelines use around a deployment, against a running app.</summary>
public sealed class DrainRecipeTests(SharedServers servers)
{
    private const string Verdict = """curl -s "$HEALTH_URL/health" """;

    [Theory]
    [InlineData("", 0)]
    [InlineData("; exit 7", 7)]
    public async Task The_region_is_drained_while_the_command_runs_and_not_after_it_however_it_ends(string end, int exitCode)
    {
        await using var app = await StartAsync();

        var result = await RunAsync(app, "around", "west", "release 17", "bash", "-c", Verdict + end);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("\"drain\":\"drained: release 17\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(app.Client)).Code);
        var plan = Assert.Single((await Client(app).GetAsync()).Body!["plans"]!.AsArray());
        Assert.Equal("over", (string?)plan!["state"]);
        Assert.NotNull(plan["until"]);
        Assert.DoesNotContain(PlanClient.AdminKey, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_steps_can_be_taken_one_by_one_and_fail_when_the_app_refuses_or_is_not_ready()
    {
        await using var app = await StartAsync(("Health__Caches__default", "127.0.0.1:1,password=x"));

        var id = (await RunAsync(app, "begin", "west", "release")).Output.Trim();
        var notReady = await RunAsync(app, "ready");
        var refused = await RunAsync(app, "begin", "nosuch", "release");
        var ended = await RunAsync(app, "end", id);

        Assert.Equal((1, 0), (notReady.ExitCode, ended.ExitCode));
        Assert.Contains("connection refused", notReady.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal("over", (string?)(await Client(app).GetAsync($"api/plans/{id}")).Body!["state"]);
    }

    private static PlanClient Client(AppProcess app) => new(app.Client, PlanClient.AdminKey);

    private static Task<ShellResult> RunAsync(AppProcess app, params string[] arguments) => Task.Run(() => Shell.TryRunIn(
        null,
        "env",
        [
            $"HEALTH_URL={new Uri(app.Address, "api")}", $"HEALTH_KEY={PlanClient.AdminKey}", "DRAIN_SETTLE=0", "READY_TIMEOUT=0",
            "bash", Path.Combine(Repository.Root, "docs", "recipes", "drain", "drain.sh"), .. arguments,
        ]));

    private async Task<AppProcess> StartAsync(params (string Name, string Value)[] more)
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        return await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__History__ConnectionString"] = table.Options.ConnectionString,
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = "west",
            ["Health__AdminKey"] = PlanClient.AdminKey,
        }.Concat(more.Select(m => KeyValuePair.Create<string, string?>(m.Name, m.Value))));
    }
}
