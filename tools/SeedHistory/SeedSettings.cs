using Microsoft.Extensions.Configuration;

namespace HealthFunction.SeedHistory;

/// <summary>The settings of this process, completed by those with which a running ./run.sh serves.</summary>
internal static class SeedSettings
{
    /// <summary>Written by build/servers.sh, a line of NAME=VALUE for each setting.</summary>
    private const string Running = ".local/settings";

    private static readonly (string Section, string Kind)[] Kinds = [("Databases", "database"), ("Caches", "cache"), ("Tables", "table"), ("Endpoints", "endpoint")];

    /// <param name="folders">In which folders, and those above them, a checkout is looked for; the first one that is found counts.</param>
    public static IConfiguration Read(params IEnumerable<string> folders)
    {
        var builder = new ConfigurationBuilder();
        if (folders.Select(FindRunning).FirstOrDefault(path => path is not null) is { } path)
        {
            builder.AddInMemoryCollection(File.ReadLines(path)
                .Select(line => line.Split('=', 2))
                .Where(parts => parts.Length == 2)
                .Select(parts => KeyValuePair.Create(parts[0].Replace("__", ":", StringComparison.Ordinal), (string?)parts[1])));
        }

        return builder.AddEnvironmentVariables().Build();
    }

    /// <summary>The names of the checks that the settings name, in the order of an answer.</summary>
    public static IReadOnlyList<string> Checks(IConfiguration configuration) =>
        [.. Kinds.SelectMany(kind => configuration.GetSection("Health:" + kind.Section).GetChildren().Select(c => $"{kind.Kind}.{c.Key}"))];

    private static string? FindRunning(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (Path.Combine(parent.FullName, Running) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
