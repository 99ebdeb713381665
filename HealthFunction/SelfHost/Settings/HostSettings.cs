using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost.Settings;

/// <summary>
/// What this host honours of host.json. As on Azure, a setting <c>AzureFunctionsJobHost__extensions__http__routePrefix</c> wins over
/// the file's <c>extensions.http.routePrefix</c>.
/// </summary>
internal sealed record HostSettings
{
    public const string Section = "AzureFunctionsJobHost";

    private const string FileName = "host.json";
    private static readonly TimeSpan DefaultFunctionTimeout = TimeSpan.FromMinutes(30);

    public required string RoutePrefix { get; init; }

    /// <summary>Null is no limit.</summary>
    public required int? MaxConcurrentRequests { get; init; }

    /// <summary>Running and waiting requests together; null is no limit.</summary>
    public required int? MaxOutstandingRequests { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> CustomHeaders { get; init; }

    /// <summary><see cref="Timeout.InfiniteTimeSpan"/> is no limit.</summary>
    public required TimeSpan FunctionTimeout { get; init; }

    public static IEnumerable<KeyValuePair<string, string?>> ReadFile(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (SettingsFile.Read(path) is not { } file)
        {
            return [];
        }

        return file.TryGetProperty("version", out var version) && version.ToString() == "2.0"
            ? SettingsFile.Flatten(file, Section)
            : throw new StartupException($"{path}: version is missing or is not \"2.0\".");
    }

    /// <exception cref="StartupException">A setting holds what it does not take.</exception>
    public static HostSettings From(IConfiguration configuration)
    {
        var root = configuration.GetSection(Section);
        var http = root.GetSection("extensions:http");
        foreach (var level in root.GetSection("logging:logLevel").GetChildren())
        {
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            {
                throw Wrong(level, "takes Trace, Debug, Information, Warning, Error, Critical or None");
            }
        }

        return new HostSettings
        {
            RoutePrefix = ParsePrefix(http.GetSection("routePrefix")),
            MaxConcurrentRequests = Limit(http.GetSection("maxConcurrentRequests")),
            MaxOutstandingRequests = Limit(http.GetSection("maxOutstandingRequests")),
            CustomHeaders = [.. http.GetSection("customHeaders").GetChildren().Select(header => KeyValuePair.Create(header.Key, header.Value ?? ""))],
            FunctionTimeout = ParseTimeout(root.GetSection("functionTimeout")),
        };
    }

    private static string ParsePrefix(IConfigurationSection setting)
    {
        var prefix = (setting.Value ?? "api").Trim('/');
        return prefix.AsSpan().ContainsAny('{', '}', '?') ? throw Wrong(setting, "takes a path, such as api, or nothing") : prefix;
    }

    private static int? Limit(IConfigurationSection setting)
    {
        if (setting.Value is null)
        {
            return null;
        }

        return int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) && limit is -1 or > 0
            ? limit is -1 ? null : limit
            : throw Wrong(setting, "takes a number above 0, or -1 for no limit");
    }

    private static TimeSpan ParseTimeout(IConfigurationSection setting)
    {
        if (setting.Value is null)
        {
            return DefaultFunctionTimeout;
        }

        if (setting.Value == "-1")
        {
            return Timeout.InfiniteTimeSpan;
        }

        return TimeSpan.TryParse(setting.Value, CultureInfo.InvariantCulture, out var timeout) && timeout >= TimeSpan.FromSeconds(1)
            && timeout.TotalMilliseconds <= int.MaxValue
            ? timeout
            : throw Wrong(setting, "takes a time span from 00:00:01 on, or -1 for no limit");
    }

    private static StartupException Wrong(IConfigurationSection setting, string takes) =>
        new($"{FileName}: {setting.Path[(Section.Length + 1)..].Replace(':', '.')} is '{setting.Value}'. It {takes}.");
}
