using System.Globalization;
using System.Net;

namespace HealthFunction.SelfHost;

internal sealed record CommandLine(int? Port, IPAddress? Address)
{
    private const int WrongUsage = 2;

    private const string Usage = """
        Serves the health endpoint as a plain web program, without Azure Functions.

          -p, --port N         the port to listen on, 0 for any free one (default: Host.LocalHttpPort of local.settings.json, or 7071)
          --address ADDRESS    the IP address to listen on (default: 127.0.0.1; in a container: 0.0.0.0)
          -h, --help           this text
        """;

    /// <exception cref="StartupException">An argument is unknown or has no usable value, or help was requested (exit code 0).</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        int? port = null;
        IPAddress? address = null;
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
                default:
                    throw Wrong($"Unknown argument '{args[i]}'. It accepts --port N, --address ADDRESS and --help.");
            }
        }

        return new CommandLine(port, address);
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
