using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>
/// A process and everything it started. PostgreSQL's backends each lead a process group of their own, so a signal to the
/// postmaster's group reaches none of them: the tree has to be walked.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The root first, then each level of its descendants.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = Parents();
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(parents.Where(p => p.Parent == tree[i]).Select(p => p.Pid));
        }

        return tree;
    }

    private static List<(int Pid, int Parent)> Parents() => Directory.Exists("/proc/self") ? FromProc() : FromPs();

    private static List<(int Pid, int Parent)> FromProc()
    {
        var parents = new List<(int, int)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && ReadStat(folder) is { } stat)
            {
                // The command's name is in parentheses and may hold any character; state and parent follow it.
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 3);
                parents.Add((pid, int.Parse(fields[1], CultureInfo.InvariantCulture)));
            }
        }

        return parents;
    }

    private static string? ReadStat(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static List<(int Pid, int Parent)> FromPs() =>
    [
        .. Shell.Run("ps", "-axo", "pid=,ppid=").Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(f => (int.Parse(f[0], CultureInfo.InvariantCulture), int.Parse(f[1], CultureInfo.InvariantCulture))),
    ];
}
