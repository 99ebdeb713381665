using System.Text.Json;
using HealthFunction.Testing;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>The accessibility rules of axe-core, an npm package pinned in build/axe.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() =>
    {
        var folder = Path.Combine(Repository.Root, "build", "axe");
        Shell.Run("bash", Path.Combine(Repository.Root, "build", "npm-install.sh"), folder);
        return File.ReadAllText(Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"));
    });

    /// <summary>A line for each violation, with its elements.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Source.Value);
        var result = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run()).violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + ' ' + n.failureSummary).join(' | ')}`)");
        return result.Deserialize<string[]>()!;
    }
}
