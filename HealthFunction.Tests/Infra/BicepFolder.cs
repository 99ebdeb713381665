using System.Reflection;
using System.Text.Json.Nodes;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra;

/// <summary>A copy of <c>infra/</c> to compile in: the compiler writes its output beside its input.</summary>
internal sealed class BicepFolder : IDisposable
{
    private static readonly Dictionary<string, string> NoSettings = [];

    /// <summary>The program's path in the package; the project file passes it on.</summary>
    private static readonly string Compiler =
        typeof(BicepFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepPath").Value!;

    private readonly TempFolder _folder = new();

    public BicepFolder()
    {
        var source = Path.Combine(Repository.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(source, "*.bicep*", SearchOption.AllDirectories)
            .Append(Path.Combine(source, "bicepconfig.json")))
        {
            var copy = _folder.Combine(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <param name="template">The file's name.</param>
    public Task<ToolRun> Lint(string template) => Run(NoSettings, "lint", template);

    public Task<ToolRun> Build() => Run(NoSettings, "build", "main.bicep", "--stdout");

    /// <summary>
    /// The resources that <c>main.bicep</c> would deploy, with loops, conditions and modules evaluated by the compiler itself.
    /// </summary>
    /// <param name="settings">The environment that azd would pass.</param>
    public Task<JsonObject> Predict(IReadOnlyDictionary<string, string> settings) => Predict("main", settings, "--location", "westeurope");

    /// <summary>The resources that the gateway example would deploy with its own example parameters.</summary>
    public Task<JsonObject> PredictGateway() => Predict("application-gateway", NoSettings, "--resource-group", "rg-test");

    public void Dispose() => _folder.Dispose();

    private async Task<JsonObject> Predict(string template, IReadOnlyDictionary<string, string> settings, params string[] scope)
    {
        var run = await Run(
            settings,
            ["snapshot", $"{template}.bicepparam", "--mode", "overwrite", "--deployment-name", "test",
            "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002", .. scope]);
        Assert.True(run.ExitCode == 0, run.Errors);
        var file = await File.ReadAllTextAsync(_folder.Combine($"{template}.snapshot.json"));
        return JsonNode.Parse(file)!.AsObject();
    }

    private Task<ToolRun> Run(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        ToolRun.Start(Compiler, _folder.Path, settings, arguments);
}
