using System.Globalization;
using System.Net;

namespace HealthFunction.SelfHost;

/// <param name="Port">The port to listen on; null if none is given.</param>
/// <param name="Address">The address to listen on; null if none is given.</param>
/// <param name="Check">What to check instead of serving; null to serve.</param>
internal sealed record CommandLine(int? Port, IPAddress? Address, CheckCommand? Check)
{
    private const int WrongUsage = 2;

    private const string Usage = """
        Serves the health endpoint as a plain web program, without Azure Functions.

          -p, --port N         the port to listen on, 0 for any free one (default: Host.LocalHttpPort of local.settings.json, or 7071)
          --address ADDRESS    the IP address to listen on (default: 127.0.0.1; in a container: 0.0.0.0)
          -h, --help           this text

        check [NAME]           runs the checks, or the check or group NAME, once and ends; listens nowhere. Exit code: 0 UP, 1 DOWN, 2 UNKNOWN,
                               3 if the checks could not be run
          --json               prints the body of the health route
          --settings FILE      app settings in the form of local.settings.json, instead of that file
        """;

    private const string Accepted = "It accepts --port N, --address ADDRESS, --help, and check [NAME] with --json and --settings FILE.";

    /// <exception cref="StartupException">An argument is unknown or has no usable value, or help was requested (exit code 0).</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        int? port = null;
        IPAddress? address = null;
        CheckCommand? check = null;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            switch (name)
            {
                case "-h" or "--help" when inline is null:
                    throw new StartupException(Usage, exitCode: 0);
                case "-p" or "--port":
                    port = ParsePort(name, inline ?? Following(args, ref i));
                    break;
                case "--address":
                    address = ParseAddress(inline ?? Following(args, ref i));
                    break;
                case CheckCommand.Verb when inline is null && check is null:
                    check = new(null, Json: false, SettingsFile: null);
                    break;
                case "--json" when inline is null && check is not null:
                    check = check with { Json = true };
                    break;
                case "--settings" when check is not null:
                    check = check with { SettingsFile = inline ?? Following(args, ref i) ?? throw Wrong("--settings names no file.") };
                    break;
                case not null when check is { Name: null } && inline is null && !name.StartsWith('-'):
                    check = check with { Name = name };
                    break;
                default:
                    throw Wrong($"Unknown argument '{args[i]}'. {Accepted}");
            }
        }

        return new CommandLine(port, address, check);
    }

    private static string? Following(IReadOnlyList<string> args, ref int i) => ++i < args.Count ? args[i] : null;

    private static int ParsePort(string name, string? value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw Wrong($"{name} is '{value}'. It accepts a port from 0 to 65535; 0 is any free one.");

    private static IPAddress ParseAddress(string? value) => value switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ when IPAddress.TryParse(value, out var address) => address,
        _ => throw Wrong($"--address is '{value}'. It accepts an IP address, such as 127.0.0.1 or 0.0.0.0."),
    };

    private static StartupException Wrong(string message) => new(message, WrongUsage);
}
