namespace HealthFunction.Testing;

/// <summary>The emulator of Azure Storage, an npm package pinned in build/azurite.</summary>
internal static class AzuritePackage
{
    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>The folder of the package's compiled programs.</summary>
    public static string Programs => Installed.Value;

    private static string Install()
    {
        var folder = Path.Combine(Repository.Root, "build", "azurite");
        Shell.Run("bash", Path.Combine(Repository.Root, "build", "npm-install.sh"), folder);
        return Path.Combine(folder, "node_modules", "azurite", "dist", "src");
    }
}
