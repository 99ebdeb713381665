using System.Diagnostics;
using HealthFunction.Tests.Fixtures;

namespace HealthFunction.Tests.Worker;

/// <summary>The app as it is built for Azure Functions, from the same sources and in the same configuration as the one beside the tests.</summary>
internal static class FunctionsBuild
{
    private const string HowTo = "Build it: dotnet build HealthFunction";

    /// <summary>HealthFunction/bin/Debug/net10.0, where the tests are in …/bin/selfhost/Debug/net10.0.</summary>
    public static string Folder { get; } = FolderFor(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Program { get; } = Path.Combine(Folder, "HealthFunction.dll");

    /// <summary>Skips the test where no such build can be had, and fails it where one should be there and is not.</summary>
    public static void Require()
    {
        var decision = Path.Combine(Repository.Root, ".build", "host.props");
        Require(
            VersionOf(Program),
            VersionOf(Path.Combine(AppContext.BaseDirectory, "HealthFunction.dll")),
            File.Exists(decision) ? File.ReadAllText(decision) : "");
    }

    /// <param name="version">Of the build, with the commit that it was made of; null where there is none.</param>
    /// <param name="testedVersion">Of the self-host that the tests were built with.</param>
    /// <param name="decision">What was written down when a host was picked; empty where none was.</param>
    public static void Require(string? version, string? testedVersion, string decision)
    {
        Assert.SkipWhen(
            decision.Contains("<HealthHost>SelfHost<", StringComparison.Ordinal),
            "The package feed lacks the Functions worker, so there is no Functions build to test.");
        Assert.SkipUnless(
            version is not null || decision.Length > 0,
            "No host has been picked, so there is no Functions build to test; ./test.sh picks, builds and tests it.");
        Assert.True(version is not null, $"{Program} is missing though .build/host.props picked the Functions host. {HowTo}");
        Assert.True(version == testedVersion, $"{Program} is of {version} and the tests are of {testedVersion}. {HowTo}");
    }

    private static string? VersionOf(string program) => File.Exists(program) ? FileVersionInfo.GetVersionInfo(program).ProductVersion : null;

    private static string FolderFor(DirectoryInfo tests) =>
        Path.Combine(Repository.Root, "HealthFunction", "bin", tests.Parent!.Name, tests.Name);
}
