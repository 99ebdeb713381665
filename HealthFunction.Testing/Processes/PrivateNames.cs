using System.Diagnostics;

namespace HealthFunction.Testing;

/// <summary>
/// A hosts file of one process instead of the machine's, so that names can start and cease to resolve while it runs. The mounts are the
/// process's own; the machine's files stay as they are.
/// </summary>
public sealed class PrivateNames : IDisposable
{
    // Without the second file, a name that is in no hosts file is looked up on the network, which may need longer than a deadline.
    private const string MountAndRun =
        "mount --bind \"$1\" /etc/hosts && { [ ! -e /etc/nsswitch.conf ] || mount --bind \"$2\" /etc/nsswitch.conf; }"
        + " && { [ ! -e \"$3\" ] || mount --bind \"$3\" /etc/resolv.conf; } && shift 3 && exec \"$@\"";

    private readonly TempFolder _folder = new();
    private readonly string _switch;

    public PrivateNames(params string[] names)
    {
        _switch = _folder.Combine("nsswitch.conf");
        File.WriteAllText(_switch, "hosts: files\n");
        Resolve(names);
    }

    /// <summary>Looks up names that are in no hosts file at this name server. It cannot be changed for a process that runs.</summary>
    public PrivateNames AskAt(SilentNameServer server)
    {
        File.WriteAllText(_switch, "hosts: files dns\n");
        File.WriteAllText(NameServers, $"nameserver {server.Address}\n");
        return this;
    }

    /// <summary>Whether this machine allows a process to have its own mounts; containers often do not.</summary>
    public static bool CanBeGiven { get; } = Shell.Find("unshare") is not null && TryMount();

    private string NameServers => _folder.Combine("resolv.conf");

    private string Hosts => _folder.Combine("hosts");

    /// <summary>From here on, these names belong to this machine, and no others resolve.</summary>
    /// <param name="names">Each alone, for 127.0.0.1, or after its address; one name may have several.</param>
    public void Resolve(params string[] names) =>
        File.WriteAllLines(Hosts, ["127.0.0.1 localhost", .. names.Select(name => name.Contains(' ', StringComparison.Ordinal) ? name : $"127.0.0.1 {name}")]);

    /// <summary>The same program with these names; it keeps its process id.</summary>
    public ProcessStartInfo Give(ProcessStartInfo program)
    {
        var wrapped = new ProcessStartInfo("unshare", [.. Unshared, Hosts, _switch, NameServers, program.FileName, .. program.ArgumentList]);
        wrapped.Environment.Clear();
        foreach (var (name, value) in program.Environment)
        {
            wrapped.Environment[name] = value;
        }

        return wrapped;
    }

    public void Dispose() => _folder.Dispose();

    // Without root, a process may mount only in its own mount namespace inside its own user namespace.
    private static IEnumerable<string> Unshared =>
        [.. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--user", "--map-root-user"], "--mount", "sh", "-c", MountAndRun, "sh"];

    private static bool TryMount()
    {
        using var names = new PrivateNames();
        return Shell.TryRunIn(null, "unshare", [.. Unshared, names.Hosts, names._switch, names.NameServers, "true"]).ExitCode == 0;
    }
}
