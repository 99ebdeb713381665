namespace HealthFunction.Tests.Reliability;

/// <summary>The resources of a process, as the kernel counts them (Linux).</summary>
/// <param name="Sockets">Open ones.</param>
/// <param name="Others">Open descriptors that are not sockets.</param>
/// <param name="Threads">Including the runtime's.</param>
/// <param name="ResidentBytes">Memory that is not swapped out.</param>
internal sealed record ProcessFigures(int Sockets, int Others, int Threads, long ResidentBytes)
{
    public static ProcessFigures Of(int pid)
    {
        var targets = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(Target).ToList();
        var sockets = targets.Count(t => t?.StartsWith("socket:", StringComparison.Ordinal) == true);
        return new(
            sockets,
            targets.Count - sockets,
            Directory.EnumerateDirectories($"/proc/{pid}/task").Count(),
            Resident(pid));
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>VmRSS:   123456 kB</summary>
    private static long Resident(int pid) =>
        long.Parse(
            File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture) * 1024;
}
