using System.Reflection;

namespace HealthFunction.Formats;

/// <summary>The build that is running.</summary>
internal static class BuildInfo
{
    /// <summary>The informational version, with the commit if the build knew it.</summary>
    public static string Version { get; } =
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static string MajorVersion { get; } = Version.Split('.', 2)[0];
}
