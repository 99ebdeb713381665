using System.Diagnostics;
using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>Finds PostgreSQL's programs and runs them as a user that they accept: they refuse root.</summary>
internal static class PostgresPrograms
{
    /// <summary>The user that the server runs as when this process is root; null when it is not.</summary>
    public static string? User { get; } = Environment.UserName == "root" ? FindUser() : null;

    private static string Folder { get; } = FindFolder();

    public static ProcessStartInfo Start(string program, params IEnumerable<string> arguments) =>
        StartAsServer(Path.Combine(Folder, program), arguments);

    /// <summary>A program that is not part of PostgreSQL, as the same user.</summary>
    public static ProcessStartInfo StartAsServer(string path, params IEnumerable<string> arguments)
    {
        return User is null
            ? new ProcessStartInfo(path, arguments)
            // setpriv is replaced by the program, whereas su and runuser would stay and receive the signals.
            : new ProcessStartInfo("setpriv", ["--reuid=" + User, "--regid=" + Group(User), "--init-groups", "--", path, .. arguments]);
    }

    private static string FindUser() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).FirstOrDefault(name => name == "postgres") ?? "nobody";

    private static string Group(string user) => Shell.Run("id", "-g", user).Output.Trim();

    private static string FindFolder()
    {
        // Debian keeps the servers of several versions apart, and not on PATH.
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var onPath = Shell.Find("postgres") is { } postgres ? [Path.GetDirectoryName(postgres)!] : Array.Empty<string>();
        var configured = Shell.Find("pg_config") is { } config ? [Shell.Run(config, "--bindir").Output.Trim()] : Array.Empty<string>();
        return debian.Concat(onPath).Concat(configured).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("No PostgreSQL server is installed; ./test.sh installs one.");
    }

    private static double Version(string folder) =>
        double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
