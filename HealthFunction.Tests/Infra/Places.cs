using System.Reflection;

namespace HealthFunction.Tests.Infra;

/// <summary>Where the build found what the tests read; see the project file.</summary>
internal static class Places
{
    public static string Bicep => Of("BicepPath");

    public static string Root => Of("RepositoryRoot");

    private static string Of(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
