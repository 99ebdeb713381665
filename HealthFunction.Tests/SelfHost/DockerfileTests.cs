using System.Text.Json;
using HealthFunction.SelfHost;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The image as its Dockerfile describes it; building it would need a container engine.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "HealthFunction.SelfHost", "Dockerfile"));

    [Fact]
    public void It_starts_the_self_host_with_arguments_that_it_accepts_on_the_port_that_is_exposed()
    {
        var entryPoint = JsonSerializer.Deserialize<string[]>(Value("ENTRYPOINT"))!;

        Assert.Equal(["dotnet", typeof(CommandLine).Assembly.GetName().Name + ".dll"], entryPoint[..2]);
        var commandLine = CommandLine.Parse(entryPoint[2..]);
        Assert.Equal("0.0.0.0", commandLine.Address!.ToString());
        Assert.Equal(Value("EXPOSE"), $"{commandLine.Port}");
    }

    [Fact]
    public void It_publishes_the_project_that_it_starts() =>
        Assert.Contains(Lines, line => line.StartsWith("RUN dotnet publish HealthFunction.SelfHost ", StringComparison.Ordinal));

    [Fact]
    public void It_runs_as_a_user_that_is_not_root_on_an_image_without_a_shell()
    {
        Assert.Equal("$APP_UID", Value("USER"));
        Assert.EndsWith("-chiseled", Lines.Last(line => line.StartsWith("FROM ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static string Value(string instruction) =>
        Assert.Single(Lines, line => line.StartsWith(instruction + " ", StringComparison.Ordinal))[(instruction.Length + 1)..];
}
