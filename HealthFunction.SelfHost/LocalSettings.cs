using System.Globalization;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.SelfHost;

/// <summary><c>local.settings.json</c>: the app settings of a machine that is not Azure, in the form of Azure Functions Core Tools.</summary>
/// <param name="Values">By the names of environment variables.</param>
/// <param name="Port">The port to listen on; null if the file has none.</param>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string?> Values, int? Port)
{
    private const string FileName = "local.settings.json";

    /// <param name="folder">The folder of the file; without a file there are no settings.</param>
    /// <exception cref="StartupException">The file cannot be read, is encrypted, or has a name twice.</exception>
    public static LocalSettings Read(string folder) => Read(Path.Combine(folder, FileName), optional: true);

    /// <summary>Reads a file of another name, which has to exist.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static LocalSettings ReadFile(string path) => Read(Path.GetFullPath(path), optional: false);

    private static LocalSettings Read(string path, bool optional)
    {
        IConfiguration file;
        try
        {
            file = new ConfigurationBuilder().AddJsonFile(path, optional, reloadOnChange: false).Build();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path}: {e.GetBaseException().Message}", innerException: e);
        }

        if (bool.TryParse(file["IsEncrypted"], out var isEncrypted) && isEncrypted)
        {
            throw new StartupException($"{path}: IsEncrypted is true. Plain values are needed; decrypt it with 'func settings decrypt'.");
        }

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in file.GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Where(v => v.Value is not null)
            .GroupBy(v => SettingName.AsVariable(v.Key), StringComparer.OrdinalIgnoreCase))
        {
            values[setting.Key] = setting.Count() == 1
                ? setting.Single().Value
                : throw new StartupException($"{path}: {EnvironmentDuplicates.Fault(setting.Key, setting.Select(v => v.Key))}");
        }

        return new(values, ReadPort(path, file["Host:LocalHttpPort"]));
    }

    private static int? ReadPort(string path, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new StartupException($"{path}: Host.LocalHttpPort is '{text}'. It accepts a port from 0 to 65535.");
    }
}
