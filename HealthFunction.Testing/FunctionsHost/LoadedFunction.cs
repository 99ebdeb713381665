using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace HealthFunction.Testing;

/// <summary>A function as the worker described it.</summary>
internal sealed class LoadedFunction
{
    private readonly ProtoMessage _described;
    private readonly TemplateMatcher? _route;

    /// <param name="description">The message that describes it; it is sent back to the worker to load the function.</param>
    /// <param name="routePrefix">From host.json.</param>
    public LoadedFunction(ReadOnlyMemory<byte> description, string routePrefix)
    {
        Description = description;
        _described = new ProtoMessage(description);
        Bindings = [.. _described.Parts(10).Select(json => JsonDocument.Parse(json).RootElement)];
        Trigger = Bindings.Single(b => Text(b, "type")!.EndsWith("Trigger", StringComparison.Ordinal));
        if (Route is { } route)
        {
            _route = new TemplateMatcher(TemplateParser.Parse($"{routePrefix}/{route}"), []);
        }
    }

    public ReadOnlyMemory<byte> Description { get; }

    public string Id => _described.Text(13);

    public string Name => _described.Text(4);

    public IReadOnlyList<JsonElement> Bindings { get; }

    public JsonElement Trigger { get; }

    public string? Route => Text(Trigger, "route");

    /// <summary>Whether the host calls it only for callers with a key.</summary>
    public bool NeedsKey => Text(Trigger, "authLevel") is { } level && !level.Equals("Anonymous", StringComparison.OrdinalIgnoreCase);

    /// <summary>How often the host repeats a failed call, and after how many seconds; null if it does not.</summary>
    public (ulong Times, ulong Seconds)? FixedRetry =>
        _described.Has(15) && _described.Message(15) is var retry && retry.Number(6) == 1 ? (retry.Number(2), retry.Message(3).Number(1)) : null;

    /// <summary>Whether the host passes requests with this method on; all, unless the trigger lists some.</summary>
    public bool Accepts(HttpMethod method) =>
        !Trigger.TryGetProperty("methods", out var methods)
        || methods.EnumerateArray().Any(m => method.Method.Equals(m.GetString(), StringComparison.OrdinalIgnoreCase));

    /// <returns>The values of the route's parameters, null for an optional one that is missing; null if the path is not this
    /// route's.</returns>
    public RouteValueDictionary? Match(string path)
    {
        var values = new RouteValueDictionary();
        if (_route?.TryMatch(path, values) != true)
        {
            return null;
        }

        foreach (var parameter in _route.Template.Parameters)
        {
            values.TryAdd(parameter.Name!, null);
        }

        return values;
    }

    public static string? Text(JsonElement binding, string name) => binding.TryGetProperty(name, out var value) ? value.GetString() : null;
}
