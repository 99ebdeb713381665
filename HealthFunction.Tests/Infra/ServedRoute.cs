using System.Text.Json.Nodes;
using HealthFunction.Surface;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra;

/// <summary>The path at which the Functions app serves a route: below the prefix of <c>host.json</c>.</summary>
internal static class ServedRoute
{
    /// <summary>The path without its optional parts.</summary>
    public static string Of(Route route)
    {
        var always = route.Template.Split('/').Where(part => !part.EndsWith("?}", StringComparison.Ordinal));
        return $"/{string.Join('/', [.. Prefix(), .. always])}";
    }

    private static string[] Prefix()
    {
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;
        var prefix = host["extensions"]?["http"]?["routePrefix"]?.GetValue<string>() ?? "api";
        return prefix.Length == 0 ? [] : [prefix];
    }
}
