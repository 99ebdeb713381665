using HealthFunction.Testing;

namespace HealthFunction.Tests.Servers;

public class AppProcessTests
{
    [Fact]
    public async Task The_app_answers_on_the_port_that_it_prints_and_ends_with_0_when_terminated()
    {
        await using var app = await AppProcess.StartAsync();
        using var answer = await app.Client.GetAsync("no-such-route");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        app.Terminate();
        Assert.Equal(0, await app.WaitForExitAsync());
    }

    [Fact]
    public async Task An_app_that_cannot_start_leaves_its_exit_code_and_its_output()
    {
        var end = await AppProcess.RunAsync(arguments: ["--port", "none"]);
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("--port is 'none'", end.Output, StringComparison.Ordinal);
    }
}
