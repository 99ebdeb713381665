using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// Simulates a full disk: no file of the process, or of those that it starts from then on, can grow beyond a size. A disk that is really
/// full needs its own file system, which only root can mount.
/// </summary>
internal sealed class SmallDisk
{
    private static readonly string Program = Shell.Find("prlimit") ?? throw new InvalidOperationException("prlimit (util-linux) is not installed.");

    private readonly string _pid;
    private readonly Func<string[], ShellResult> _run;

    private SmallDisk(string pid, Func<string[], ShellResult> run) => (_pid, _run) = (pid, run);

    public static async Task<SmallDisk> OfAsync(RedisServer server)
    {
        const string Name = "process_id:";
        var info = (await server.SendAsync("INFO", "server")).Split("\r\n");
        return new(info.Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], arguments => Shell.Run(Program, arguments));
    }

    /// <remarks>Only its own user may limit a process, unless root has its usual rights.</remarks>
    public static async Task<SmallDisk> OfAsync(PostgresServer server)
    {
        var pid = await server.ScalarAsync<string>("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
        return new(pid!, arguments =>
        {
            var start = PostgresPrograms.Start(Program, arguments);
            return Shell.Run(start.FileName, start.ArgumentList);
        });
    }

    public void Begin(long bytes) => _run(["--pid", _pid, string.Create(CultureInfo.InvariantCulture, $"--fsize={bytes}:")]);

    public void End() => _run(["--pid", _pid, "--fsize=unlimited:"]);
}
