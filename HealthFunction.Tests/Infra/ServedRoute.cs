using System.Reflection;
using System.Text.Json.Nodes;
using HealthFunction.Settings;
using HealthFunction.Tests.Fixtures;

namespace HealthFunction.Tests.Infra;

/// <summary>Where the app serves one of its functions, as the host works it out: from the trigger's attribute and <c>host.json</c>.</summary>
internal sealed record ServedRoute(string Path, IReadOnlyList<string> Methods)
{
    /// <summary>A trigger that lists no methods takes every method.</summary>
    public bool Takes(string method) => Methods.Count == 0 || Methods.Contains(method, StringComparer.OrdinalIgnoreCase);

    /// <summary>Attributes are found by their names, because each of the two hosts brings types of its own.</summary>
    public static ServedRoute Of(string function)
    {
        var method = typeof(DependencyOptions).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Single(m => Attribute(m.GetCustomAttributes(), "FunctionAttribute") is { } a && Read<string>(a, "Name") == function);
        var trigger = method.GetParameters()
            .Select(p => Attribute(p.GetCustomAttributes(), "HttpTriggerAttribute"))
            .First(a => a is not null)!;
        var fixedParts = (Read<string>(trigger, "Route") ?? function)
            .Split('/')
            .Where(part => !(part.StartsWith('{') && part.EndsWith("?}", StringComparison.Ordinal)));
        return new($"/{string.Join('/', [.. Prefix(), .. fixedParts])}", Read<string[]>(trigger, "Methods") ?? []);
    }

    private static string[] Prefix()
    {
        var host = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "host.json")))!;
        var prefix = host["extensions"]?["http"]?["routePrefix"]?.GetValue<string>() ?? "api";
        return prefix.Length == 0 ? [] : [prefix];
    }

    private static Attribute? Attribute(IEnumerable<Attribute> attributes, string type) =>
        attributes.SingleOrDefault(a => a.GetType().Name == type);

    private static T? Read<T>(Attribute attribute, string property) =>
        (T?)attribute.GetType().GetProperty(property)!.GetValue(attribute);
}
