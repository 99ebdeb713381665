namespace HealthFunction.Testing;

/// <summary>The folder of the sources, found from the tests' output.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HealthFunction.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"HealthFunction.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
