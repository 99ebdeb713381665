using System.Globalization;
using System.Text.Json;

namespace HealthFunction.SelfHost.Settings;

/// <summary>local.settings.json: the app settings of a machine that is not Azure.</summary>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string> Values, int? Port)
{
    private const string FileName = "local.settings.json";

    /// <exception cref="StartupException">The file is malformed, encrypted, or holds a value that no environment variable could.</exception>
    public static LocalSettings Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (SettingsFile.Read(path) is not { } file)
        {
            return new LocalSettings(new Dictionary<string, string>(), null);
        }

        if (Member(file, "IsEncrypted") is { ValueKind: JsonValueKind.True })
        {
            throw new StartupException($"{path}: IsEncrypted is true. The self-host takes plain values; decrypt it with 'func settings decrypt'.");
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Members(path, file, "Values"))
        {
            values[name] = Text(path, $"Values.{name}", value);
        }

        foreach (var (name, value) in Members(path, file, "ConnectionStrings"))
        {
            values[$"ConnectionStrings:{name}"] = Text(path, $"ConnectionStrings.{name}", Member(value, "ConnectionString") ?? value);
        }

        return new LocalSettings(values, Port: ReadPort(path, file));
    }

    private static int? ReadPort(string path, JsonElement file)
    {
        if (Member(file, "Host") is not { } host || Member(host, "LocalHttpPort") is not { } port)
        {
            return null;
        }

        return ushort.TryParse(port.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new StartupException($"{path}: Host.LocalHttpPort is '{port}'. It takes a port from 0 to 65535.");
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(string path, JsonElement file, string section) =>
        Member(file, section) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } members => members.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .Select(member => (member.Name, member.Value)),
            _ => throw new StartupException($"{path}: {section} takes an object of names and values."),
        };

    private static string Text(string path, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new StartupException($"{path}: {name} takes a string; write nested names with __ or a colon."),
        _ => value.ToString(),
    };

    private static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }
}
