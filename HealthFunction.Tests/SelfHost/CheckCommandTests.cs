using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The command <c>check</c> as a process: its exit code, and what it prints.</summary>
public sealed class CheckCommandTests(SharedServers servers)
{
    private const string Dead = "127.0.0.1:1,password=hunter2hunter2";

    [Fact]
    public async Task Everything_up_is_a_line_for_each_check_and_exit_code_0()
    {
        var end = await RunAsync([("Health__Databases__default", (await servers.PostgresAsync()).ConnectionString()), ("Health__Caches__default", (await servers.RedisAsync()).ConnectionString())]);

        Assert.Equal(0, end.ExitCode);
        var lines = end.Output.Trim().Split('\n');
        Assert.Matches(@"^database\.default  UP      +\d+ ms$", lines[0]);
        Assert.Matches(@"^cache\.default     UP      +\d+ ms$", lines[1]);
        Assert.Matches(@"^overall           UP      +\d+ ms$", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_check_that_is_down_is_exit_code_1_with_its_error()
    {
        var end = await RunAsync([("Health__Caches__dead", Dead)]);

        Assert.Equal(1, end.ExitCode);
        Assert.Matches(@"(?m)^cache\.dead  DOWN     +\d+ ms  connection refused$", end.Output);
        Assert.Matches(@"(?m)^overall     DOWN     +\d+ ms$", end.Output);
        Assert.DoesNotContain("hunter2", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_of_which_nothing_is_known_is_exit_code_2()
    {
        // The only kind of identity that is looked for is one that is not set.
        var end = await RunAsync(
            [
                ("Health__Endpoints__own", "http://127.0.0.1:1/"), ("Health__Endpoints__own__Identity", "Entra"), ("Health__Endpoints__own__Audience", "api://own"),
                ("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"),
            ]);

        Assert.Equal(2, end.ExitCode);
        Assert.Matches(@"(?m)^endpoint\.own  UNKNOWN  +\d+ ms  no credential$", end.Output);
    }

    [Fact]
    public async Task One_check_is_run_alone_and_a_failure_of_others_does_not_count()
    {
        var settings = new (string, string)[] { ("Health__Caches__dead", Dead), ("Health__Databases__default", (await servers.PostgresAsync()).ConnectionString()) };

        var end = await RunAsync(settings, "database.default");
        Assert.Equal(0, end.ExitCode);
        Assert.DoesNotContain("cache.dead", end.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(settings, "cache")).ExitCode);
    }

    [Fact]
    public async Task A_check_that_is_not_critical_fails_without_the_whole()
    {
        var end = await RunAsync([("Health__Caches__dead", Dead), ("Health__Caches__dead__Critical", "false")]);

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("connection refused", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_body_of_the_health_route_and_nothing_else_on_standard_output()
    {
        using var folder = new TempFolder();
        var output = folder.Combine("output");
        var start = AppProcess.Command([new("Health__Caches__dead", Dead)], ["check", "--json"]);
        var end = Shell.TryRunIn(null, "env", [
            .. start.Environment.Where(v => v.Key.StartsWith("Health__", StringComparison.Ordinal)).Select(v => $"{v.Key}={v.Value}"),
            "bash", "-c", $"\"$@\" >{output}", "bash", start.FileName, .. start.ArgumentList]);

        Assert.Equal(1, end.ExitCode);
        Assert.Equal(
            """{"checks":{"cache.dead":"DOWN"},"errors":{"cache.dead":"connection refused"},"status":"DOWN"}""",
            (await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task Settings_come_from_the_file_and_the_environment_wins()
    {
        using var folder = new TempFolder();
        var file = folder.Combine("production.json");
        await File.WriteAllTextAsync(
            file, """{"Values": {"Health__Caches__a": "127.0.0.1:1", "Health__Caches__b": "127.0.0.1:1"}}""", TestContext.Current.CancellationToken);

        var end = await RunAsync([("Health__Caches__b", (await servers.RedisAsync()).ConnectionString())], "--settings", file);

        Assert.Equal(1, end.ExitCode);
        Assert.Matches(@"(?m)^cache\.a  DOWN ", end.Output);
        Assert.Matches(@"(?m)^cache\.b  UP ", end.Output);
    }

    [Theory]
    [InlineData("--settings", "/nowhere/settings.json", "/nowhere/settings.json")]
    [InlineData("cache.other", null, "There is no check and no group 'cache.other'. There are: ")]
    [InlineData("--yaml", null, "Unknown argument '--yaml'.")]
    public async Task What_cannot_be_run_has_no_verdict_and_exit_code_3(string argument, string? value, string message)
    {
        var end = await RunAsync([], value is null ? [argument] : [argument, value]);

        Assert.Equal(3, end.ExitCode);
        Assert.Contains(message, Assert.Single(end.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_its_line_and_exit_code_3()
    {
        var end = await RunAsync([("Health__Timeout", "2")]);

        Assert.Equal(3, end.ExitCode);
        Assert.StartsWith("error: Health__Timeout is \"2\"; it accepts", Assert.Single(end.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static Task<ShellResult> RunAsync(IEnumerable<(string Name, string Value)> settings, params IEnumerable<string> arguments) =>
        AppProcess.RunAsync(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)), ["check", .. arguments]);
}
