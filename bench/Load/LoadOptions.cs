using System.Globalization;

namespace HealthFunction.Load;

/// <summary>The arguments of the load benchmark.</summary>
internal sealed record LoadOptions(int Seconds, IReadOnlyList<int> Connections, string Path)
{
    public const string Usage = """
        Usage: bench/load.sh [--seconds N] [--connections N,N,…] [--path PATH]

        Starts PostgreSQL, Redis, Azurite and the self-host, all private and on free ports, and asks the health endpoint from
        another process over kept connections, each sending its next request when its answer has come.

          --seconds N          how long to ask at each number of connections (default: 10)
          --connections N,N    how many connections (default: 1,32,256)
          --path PATH          what to ask for (default: /api/health)
          --help               this text
        """;

    /// <returns>Null when the arguments are not what <see cref="Usage"/> says.</returns>
    public static LoadOptions? Parse(string[] arguments)
    {
        var options = new LoadOptions(10, [1, 32, 256], "/api/health");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                return null;
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--seconds" when Number(value) is { } seconds:
                    options = options with { Seconds = seconds };
                    break;
                case "--connections" when value.Split(',').Select(Number).ToList() is var all && all.TrueForAll(n => n is not null):
                    options = options with { Connections = [.. all.Select(n => n!.Value)] };
                    break;
                case "--path" when value.StartsWith('/'):
                    options = options with { Path = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000 ? number : null;
}
