using System.Globalization;
using System.Text;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>
/// PostgreSQL's password file. It is read here because Npgsql looks for the host that it connects to, which is an address by then:
/// https://www.postgresql.org/docs/current/libpq-pgpass.html.
/// </summary>
internal static class PasswordFile
{
    private const int Fields = 5;

    /// <summary>The password of a host; null if the settings contain one, or none is found.</summary>
    /// <exception cref="IOException">The file that the settings name cannot be read.</exception>
    public static string? Find(NpgsqlConnectionStringBuilder settings, DatabaseHost host)
    {
        if (settings.Password is not null || Environment.GetEnvironmentVariable("PGPASSWORD") is not null
            || (settings.Passfile ?? Environment.GetEnvironmentVariable("PGPASSFILE") ?? Default()) is not { } path)
        {
            return null;
        }

        var user = settings.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;
        string?[] wanted = [host.Name, host.Port.ToString(CultureInfo.InvariantCulture), settings.Database ?? user, user];
        return File.ReadLines(path)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(Split)
            .FirstOrDefault(entry => entry.Count == Fields && wanted.Zip(entry).All(pair => pair.Second is "*" || pair.First == pair.Second))?[^1];
    }

    private static string? Default() =>
        Environment.GetEnvironmentVariable("HOME") is { } home && Path.Combine(home, ".pgpass") is var path && File.Exists(path) ? path : null;

    /// <summary>Splits at each colon that is not escaped by a backslash.</summary>
    private static List<string> Split(string line)
    {
        var fields = new List<string>(Fields);
        var field = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] is ':' or '\\')
            {
                field.Append(line[++i]);
            }
            else if (line[i] == ':' && fields.Count < Fields - 1)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
