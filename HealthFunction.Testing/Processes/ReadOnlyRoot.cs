using System.Diagnostics;
using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>
/// Runs a program as a container engine would with a read-only root file system and no capabilities: every folder that anybody may write
/// into is read-only for this process alone, and the user is another one where this process may choose.
/// </summary>
public static class ReadOnlyRoot
{
    // Mounts inside the root keep their own state, so each that is there is changed too.
    private const string MountAndRun =
        "for m in / /tmp /var/tmp /run /dev/shm /root /home; do"
        + " ! mountpoint -q \"$m\" || mount -o remount,bind,ro \"$m\" || exit 1; done && exec \"$@\"";

    /// <summary>Whether this machine allows a process to have its own mounts; containers often do not.</summary>
    public static bool CanBeGiven { get; } = Shell.Find("unshare") is not null && Shell.Find("setpriv") is not null && TryMount();

    /// <param name="program">The program; its environment is kept.</param>
    /// <param name="user">The id of the user, if this process is root.</param>
    public static ProcessStartInfo Give(ProcessStartInfo program, int user)
    {
        var wrapped = new ProcessStartInfo("unshare", [.. Unshared, .. Unprivileged(user), program.FileName, .. program.ArgumentList])
        {
            WorkingDirectory = program.WorkingDirectory,
        };
        wrapped.Environment.Clear();
        foreach (var (name, value) in program.Environment)
        {
            wrapped.Environment[name] = value;
        }

        return wrapped;
    }

    private static string[] Unshared =>
        [.. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--user", "--map-root-user"], "--mount", "sh", "-c", MountAndRun, "sh"];

    private static string[] Unprivileged(int user)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        string[] identity = Environment.IsPrivilegedProcess ? [$"--reuid={id}", $"--regid={id}", "--clear-groups"] : [];
        return ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", .. identity, "--"];
    }

    private static bool TryMount() => Shell.TryRunIn(null, "unshare", [.. Unshared, .. Unprivileged(1654), "true"]).ExitCode == 0;
}
