using System.Globalization;

namespace HealthFunction.SeedHistory;

internal sealed record SeedOptions
{
    public const string Help = """
        Fills a table with plausible history: outages, gaps and slow days, a run a minute up to now. What is in the way is replaced.

        SeedHistory [--connection TEXT] [--table NAME] [--source NAMES] [--days N] [--run-days N] [--checks N|NAMES] [--seed N]
                    [--maintenance N] [--plans] [--replace] [--record N]

        Settings are read from the environment, and what is missing there is that of a ./run.sh that is running.

          --connection TEXT  a storage connection string (default: Health__History__ConnectionString, else AzureWebJobsStorage,
                             else UseDevelopmentStorage=true)
          --table NAME       default: Health__History__Table, else HealthHistory
          --source NAMES     one or several separated by commas, each with a history of its own and one outage that all of them have
                             (default: Health__History__Source, else this machine's name)
          --days N           how many days of day rows, 1 to 3650 (default: 400)
          --run-days N       for how many of them run rows too, 0 to 3650 (default: 30)
          --checks N|NAMES   how many checks, 0 to 1000, or their names separated by commas (default: those of the settings, else 10)
          --seed N           another number gives another history (default: 1)
          --maintenance N    minutes of one planned maintenance of the first check, from 22:00 UTC three days ago, 0 to 1440
                             (default: 0, none)
          --plans            notes and maintenance that fit the history too; the first source keeps them, and they are for all
          --replace          deletes the table first, with all that is in it
          --record N         no seeding: records the same N runs each time, of 1 January 2026, a second apart and one after the
                             other as the timer's function does, and prints the number of each once it is written
          --help             this text
        """;

    public string? Connection { get; init; }

    public string? Table { get; init; }

    /// <summary>Empty means the one of the settings.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public int Days { get; init; } = 400;

    public int RunDays { get; init; } = 30;

    public int Checks { get; init; } = 10;

    /// <summary>The checks' names; empty when there is only a number of them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether the number or the names were given.</summary>
    public bool HasChecks { get; init; }

    /// <summary>Whether there are notes and maintenance too.</summary>
    public bool Plans { get; init; }

    /// <summary>Whether the table is deleted first.</summary>
    public bool Replace { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>In minutes; 0 for none.</summary>
    public int Maintenance { get; init; }

    /// <summary>How many runs to record one by one; null to seed.</summary>
    public int? Record { get; init; }

    /// <exception cref="FormatException">An argument is not one that <see cref="Help"/> lists; the message says which.</exception>
    public static SeedOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SeedOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            if (name is "--replace" or "--plans")
            {
                (options, i) = (name == "--plans" ? options with { Plans = true } : options with { Replace = true }, i - 1);
                continue;
            }

            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            options = name switch
            {
                "--connection" => options with { Connection = Text(name, value) },
                "--table" => options with { Table = Text(name, value) },
                "--source" => options with { Sources = List(name, value) },
                "--days" => options with { Days = Number(name, value, 1, 3650) },
                "--run-days" => options with { RunDays = Number(name, value, 0, 3650) },
                "--checks" when value?.All(char.IsAsciiDigit) is true => options with { Checks = Number(name, value, 0, 1000), Names = [], HasChecks = true },
                "--checks" => options with { Names = List(name, value), HasChecks = true },
                "--seed" => options with { Seed = Number(name, value, 0, int.MaxValue) },
                "--maintenance" => options with { Maintenance = Number(name, value, 0, 1440) },
                "--record" => options with { Record = Number(name, value, 1, 86_400) },
                _ => throw new FormatException($"{name} is not an option."),
            };
        }

        return options;
    }

    private static string Text(string name, string? value) =>
        value is { Length: > 0 } ? value : throw new FormatException($"{name} accepts a value.");

    private static string[] List(string name, string? value) =>
        Text(name, value).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } list
            ? list
            : throw new FormatException($"{name} accepts names separated by commas.");

    private static int Number(string name, string? value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name} accepts a whole number from {min} to {max}.");
}
