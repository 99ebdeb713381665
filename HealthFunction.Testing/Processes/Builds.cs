using System.Reflection;

namespace HealthFunction.Testing;

/// <summary>The two programs from the build output, or from the folders that environment variables name.</summary>
internal static class Builds
{
    private static readonly string Configuration = typeof(Builds).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Configuration").Value!;

    /// <summary>The Functions app's folder; HEALTHFUNCTION_APP wins.</summary>
    public static string FunctionsAppFolder { get; } = FolderOf("HEALTHFUNCTION_APP", "HealthFunction");

    public static string FunctionsApp { get; } = Path.Combine(FunctionsAppFolder, "HealthFunction.dll");

    /// <summary>HEALTHFUNCTION_SELFHOST, a folder, wins.</summary>
    public static string SelfHost { get; } =
        Path.Combine(FolderOf("HEALTHFUNCTION_SELFHOST", "HealthFunction.SelfHost"), "HealthFunction.SelfHost.dll");

    /// <summary>The tool that writes plausible history.</summary>
    public static string SeedHistory { get; } = Path.Combine(Repository.Root, "tools", "SeedHistory", "bin", Configuration, "net10.0", "SeedHistory.dll");

    /// <summary>A sample, built from the packed packages; it exists only after ./test.sh has packed and built.</summary>
    public static string Sample(string name) =>
        Path.Combine(Repository.Root, "samples", name, "bin", Configuration, "net10.0", $"{name}.dll");

    private static string FolderOf(string variable, string project) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(Repository.Root, project, "bin", Configuration, "net10.0");
}
