using System.Net;
using HealthFunction.SelfHost;

namespace HealthFunction.Tests.SelfHost;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("--port 8080", 8080, null)]
    [InlineData("-p 0", 0, null)]
    [InlineData("--port=8080 --address=0.0.0.0", 8080, "0.0.0.0")]
    [InlineData("--address localhost", null, "127.0.0.1")]
    [InlineData("--address ::1", null, "::1")]
    [InlineData("--port 1 --port 2", 2, null)]
    public void Port_and_address_are_read(string arguments, int? port, string? address)
    {
        var commandLine = CommandLine.Parse(Split(arguments));

        Assert.Equal((port, address is null ? null : IPAddress.Parse(address)), (commandLine.Port, commandLine.Address));
    }

    [Theory]
    [InlineData("--nope", "Unknown argument '--nope'. It accepts --port N, --address ADDRESS, --help, and check [NAME] with --json and --settings FILE.")]
    [InlineData("start", "Unknown argument 'start'. It accepts --port N, --address ADDRESS, --help, and check [NAME] with --json and --settings FILE.")]
    [InlineData("--port", "--port is ''. It accepts a port from 0 to 65535; 0 is any free one.")]
    [InlineData("-p 65536", "-p is '65536'. It accepts a port from 0 to 65535; 0 is any free one.")]
    [InlineData("--port -1", "--port is '-1'. It accepts a port from 0 to 65535; 0 is any free one.")]
    [InlineData("--address here", "--address is 'here'. It accepts an IP address, such as 127.0.0.1 or 0.0.0.0.")]
    public void A_wrong_argument_is_named_and_ends_with_exit_code_2(string arguments, string message)
    {
        var fault = Assert.Throws<StartupException>(() => CommandLine.Parse(Split(arguments)));

        Assert.Equal((message, 2), (fault.Message, fault.ExitCode));
    }

    [Theory]
    [InlineData("check", null, false, null)]
    [InlineData("check database.default", "database.default", false, null)]
    [InlineData("check --json ready", "ready", true, null)]
    [InlineData("check --settings a.json --json", null, true, "a.json")]
    [InlineData("check --settings=a.json table", "table", false, "a.json")]
    [InlineData("--address 0.0.0.0 --port 8080 check", null, false, null)]
    [InlineData("check check", "check", false, null)]
    public void A_check_is_read_behind_the_arguments_of_an_image_too(string arguments, string? name, bool json, string? settings) =>
        Assert.Equal(new CheckCommand(name, json, settings), CommandLine.Parse(Split(arguments)).Check);

    [Theory]
    [InlineData("--json", "Unknown argument '--json'.")]
    [InlineData("--settings a.json", "Unknown argument '--settings'.")]
    [InlineData("check a b", "Unknown argument 'b'.")]
    [InlineData("check --yaml", "Unknown argument '--yaml'.")]
    [InlineData("check --json=yes", "Unknown argument '--json=yes'.")]
    [InlineData("check --settings", "--settings names no file.")]
    public void A_wrong_argument_of_a_check_is_named(string arguments, string message) =>
        Assert.StartsWith(message, Assert.Throws<StartupException>(() => CommandLine.Parse(Split(arguments))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_prints_the_usage_and_ends_with_exit_code_0(string argument)
    {
        var help = Assert.Throws<StartupException>(() => CommandLine.Parse([argument]));

        Assert.Contains("--port N", help.Message, StringComparison.Ordinal);
        Assert.Equal(0, help.ExitCode);
    }

    private static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
