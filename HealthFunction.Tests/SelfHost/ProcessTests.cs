using System.Net;
using System.Net.Sockets;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

public sealed class ProcessTests
{
    [Fact]
    public async Task An_unknown_argument_is_one_line_and_exit_code_2()
    {
        var end = await AppProcess.RunAsync(arguments: ["--nope"]);

        Assert.Equal((2, "Unknown argument '--nope'. It accepts --port N, --address ADDRESS, --help, and check [NAME] with --json and --settings FILE."), (end.ExitCode, end.Output.Trim()));
    }

    [Fact]
    public async Task Help_is_exit_code_0()
    {
        var end = await AppProcess.RunAsync(arguments: ["--help"]);

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("-p, --port N", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var end = await AppProcess.RunAsync(arguments: ["-p", $"{port}"]);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains($"Port {port} on 127.0.0.1 is in use. Stop what listens there, or choose another with --port.", end.Output.Split('\n'));
    }

    [Fact]
    public async Task An_address_that_is_not_this_machines_is_one_line_and_exit_code_1()
    {
        var end = await AppProcess.RunAsync(arguments: ["--port", "0", "--address", "203.0.113.9"]);

        Assert.Equal(1, end.ExitCode);
        Assert.Single(end.Output.Split('\n'), line => line.StartsWith("Cannot listen on 203.0.113.9:0: ", StringComparison.Ordinal));
    }
}
