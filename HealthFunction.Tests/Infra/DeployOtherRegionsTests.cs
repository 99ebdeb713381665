using System.Runtime.Versioning;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra;

/// <summary>Runs the script of azd's hook with stand-ins that record how they were called.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DeployOtherRegionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Calls => _folder.Combine("calls");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_package_goes_to_the_app_of_every_other_region()
    {
        var run = await Run("func-b func-c");

        var calls = await File.ReadAllLinesAsync(Calls);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(["dotnet publish HealthFunction", "zip", "az func-b", "az func-c"], calls.Select(Short));
        Assert.All(calls.Where(c => c.StartsWith("az ", StringComparison.Ordinal)), c =>
        {
            Assert.Contains("--subscription sub --resource-group rg", c, StringComparison.Ordinal);
            Assert.Contains("app.zip", c, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task With_one_region_there_is_nothing_to_do()
    {
        var run = await Run("");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.False(File.Exists(Calls));
    }

    [Fact]
    public async Task A_deployment_that_fails_fails_the_hook()
    {
        var run = await Run("func-b func-c", failing: "az");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("az func-b", Short((await File.ReadAllLinesAsync(Calls))[^1]));
    }

    private async Task<ToolRun> Run(string otherApps, string failing = "")
    {
        foreach (var tool in new[] { "dotnet", "zip", "az" })
        {
            var path = _folder.Combine(tool);
            await File.WriteAllTextAsync(path, $"""
                #!/bin/sh
                echo "{tool} $*" >> "$CALLS"
                if [ {tool} = dotnet ]; then mkdir -p "$6"; fi
                [ {tool} != "$FAILING" ]

                """);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["CALLS"] = Calls,
            ["FAILING"] = failing,
            ["OTHER_FUNCTION_APPS"] = otherApps,
            ["AZURE_SUBSCRIPTION_ID"] = "sub",
            ["AZURE_RESOURCE_GROUP"] = "rg",
        };
        return await ToolRun.Start(Path.Combine(Repository.Root, "infra", "deploy-other-regions.sh"), _folder.Path, environment);
    }

    private static string Short(string call)
    {
        var words = call.Split(' ');
        return words[0] switch
        {
            "az" => $"az {words[Array.IndexOf(words, "--name") + 1]}",
            "zip" => "zip",
            _ => string.Join(' ', words[..3]),
        };
    }
}
