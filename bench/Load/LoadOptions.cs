using System.Globalization;

namespace HealthFunction.Load;

/// <summary>The arguments of the load benchmark.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        Usage: bench/load.sh [--seconds N] [--connections N,N,…] [--starts N] [--runs N] [--soak MINUTES] [--readers N] [--plans N]
                             [--regions MINUTES [--seed N]] [--rows N]

        Publishes the Functions app and the self-host, starts PostgreSQL, Redis and Azurite, all private and on free ports, and asks
        the health endpoint from another process over kept connections, each sending its next request when its answer has come. In
        the same run it asks apps that do nothing, apps with Microsoft's health checks, and the dependencies themselves, so that
        every figure has one beside it. Functions apps run under the tests' stand-in for the Functions host.

          --seconds N          how long to ask at each number of connections (default: 10)
          --connections N,N    how many connections (default: 1,32,256)
          --starts N           how many cold starts of each app (default: 10; 0 leaves them out)
          --runs N             how often all of it; the last table has the medians and the spread (default: 1)
          --soak MINUTES       ask over 32 connections for so long and print the memory each minute, instead of all of the above
          --readers N          ask over one connection, alone and beside N readers of uptime and history over 400 days, instead
          --plans N            ask with the storage of plans readable and frozen, N times in turns, instead
          --regions MINUTES    three regions under load, ticks, plans and faults for so long, instead; see bench/soak.sh
          --seed N             of the faults of --regions (default: 1)
          --rows N             read history and remove expired runs with few run rows in the table, and with so many, instead
          --help               this text
        """;

    /// <summary>How long to ask at each number of connections.</summary>
    public int Seconds { get; init; } = 10;

    public IReadOnlyList<int> Connections { get; init; } = [1, 32, 256];

    /// <summary>How many cold starts of each app.</summary>
    public int Starts { get; init; } = 10;

    public int Runs { get; init; } = 1;

    /// <summary>In minutes; 0 for none.</summary>
    public int Soak { get; init; }

    public int Readers { get; init; }

    /// <summary>How many turns with the storage of plans readable and frozen.</summary>
    public int Plans { get; init; }

    /// <summary>In minutes; 0 for none.</summary>
    public int Regions { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>The number of run rows; 0 for none.</summary>
    public int Rows { get; init; }

    /// <returns>Null when the arguments are not what <see cref="Usage"/> says.</returns>
    public static LoadOptions? Parse(string[] arguments)
    {
        var options = new LoadOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                return null;
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--seconds" when Number(value) is { } seconds and > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--connections" when value.Split(',').Select(Number).ToList() is var all && all.TrueForAll(n => n > 0):
                    options = options with { Connections = [.. all.Select(n => n!.Value)] };
                    break;
                case "--starts" when Number(value) is { } starts:
                    options = options with { Starts = starts };
                    break;
                case "--runs" when Number(value) is { } runs and > 0:
                    options = options with { Runs = runs };
                    break;
                case "--soak" when Number(value) is { } minutes and > 0:
                    options = options with { Soak = minutes };
                    break;
                case "--readers" when Number(value) is { } readers and > 0:
                    options = options with { Readers = readers };
                    break;
                case "--plans" when Number(value) is { } turns and > 0:
                    options = options with { Plans = turns };
                    break;
                case "--regions" when Number(value) is { } minutes and > 0:
                    options = options with { Regions = minutes };
                    break;
                case "--rows" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 10_000 and <= 5_000_000:
                    options = options with { Rows = rows };
                    break;
                case "--seed" when Number(value) is { } seed:
                    options = options with { Seed = seed };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10_000 ? number : null;
}
