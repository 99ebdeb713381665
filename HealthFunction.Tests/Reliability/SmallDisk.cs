using System.Globalization;
using HealthFunction.Tests.Fixtures;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// A disk that takes no more: no file of the process, or of those that it starts from then on, can grow beyond a size. A disk that
/// is really full needs a file system of its own, which only root may mount.
/// </summary>
internal static class SmallDisk
{
    public static void Begin(string pid, long bytes) =>
        Shell.Run("prlimit", "--pid", pid, string.Create(CultureInfo.InvariantCulture, $"--fsize={bytes}:unlimited"));

    public static void End(string pid) => Shell.Run("prlimit", "--pid", pid, "--fsize=unlimited:unlimited");

    public static async Task<string> ProcessAsync(RedisServer server) =>
        (await server.SendAsync("INFO", "server")).Split("\r\n").Single(line => line.StartsWith("process_id:", StringComparison.Ordinal))["process_id:".Length..];

    public static async Task<string> ProcessAsync(PostgresServer server) =>
        (await server.ScalarAsync<string>("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))!;
}
