using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>A copy of <c>infra/</c> to compile in: the compiler writes beside what it reads.</summary>
internal sealed class BicepFolder : IDisposable
{
    private static readonly Dictionary<string, string> NoSettings = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("health-infra-");

    public BicepFolder()
    {
        var source = Path.Combine(Places.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(source, "*.bicep*", SearchOption.AllDirectories)
            .Append(Path.Combine(source, "bicepconfig.json")))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public Task<ToolRun> Lint() => Run(NoSettings, "lint", "main.bicep");

    public Task<ToolRun> Build() => Run(NoSettings, "build", "main.bicep", "--stdout");

    /// <summary>What would be deployed, with loops, conditions and modules worked out by the compiler itself.</summary>
    /// <param name="settings">The environment that azd would pass.</param>
    public async Task<JsonObject> Predict(IReadOnlyDictionary<string, string> settings)
    {
        var run = await Run(
            settings,
            "snapshot", "main.bicepparam", "--mode", "overwrite", "--location", "westeurope", "--deployment-name", "test",
            "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002");
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.Errors);
        var file = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "main.snapshot.json"));
        return JsonNode.Parse(file)!.AsObject();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<ToolRun> Run(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        ToolRun.Start(Places.Bicep, _folder.FullName, settings, arguments);
}
