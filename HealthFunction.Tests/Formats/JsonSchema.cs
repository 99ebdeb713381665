using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Formats;

/// <summary>
/// Validates with the part of JSON Schema that this project's schemas use; an unknown keyword is an error, so that nothing is silently
/// unchecked.
/// </summary>
internal sealed class JsonSchema(JsonNode document, JsonNode schema)
{
    /// <summary>The faults of the value, one line each; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(JsonNode? value)
    {
        List<string> faults = [];
        Check(schema, value, "$", faults);
        return faults;
    }

    private void Check(JsonNode? node, JsonNode? value, string at, List<string> faults)
    {
        if (node is JsonValue flag)
        {
            if (!flag.GetValue<bool>())
            {
                faults.Add($"{at} is not allowed");
            }

            return;
        }

        foreach (var (keyword, rule) in node!.AsObject())
        {
            switch (keyword)
            {
                case "description" or "$schema" or "title" or "components" or "$defs":
                    break;
                case "$ref":
                    Check(Resolve(rule!.GetValue<string>()), value, at, faults);
                    break;
                case "type":
                    var types = rule is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [rule!.GetValue<string>()];
                    Need(types.Any(t => IsOf(t, value)), $"{at} is no {rule.ToJsonString()}");
                    break;
                case "enum":
                    Need(rule!.AsArray().Any(e => JsonNode.DeepEquals(e, value)), $"{at} is {value?.ToJsonString()}, not one of {rule.ToJsonString()}");
                    break;
                case "const":
                    Need(JsonNode.DeepEquals(rule, value), $"{at} is not {rule?.ToJsonString()}");
                    break;
                case "minimum" when value is JsonValue number && IsOf("number", value):
                    Need(number.GetValue<JsonElement>().GetDouble() >= rule!.GetValue<double>(), $"{at} is below {rule}");
                    break;
                case "maximum" when value is JsonValue number && IsOf("number", value):
                    Need(number.GetValue<JsonElement>().GetDouble() <= rule!.GetValue<double>(), $"{at} is above {rule}");
                    break;
                case "minimum" or "maximum":
                    break;
                case "minLength":
                    Need(value is not JsonValue || value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length >= rule!.GetValue<int>(), $"{at} is too short");
                    break;
                case "minItems":
                    Need(value is not JsonArray items || items.Count >= rule!.GetValue<int>(), $"{at} has too few items");
                    break;
                case "format":
                    Assert.Equal("date-time", rule!.GetValue<string>());
                    Need(value is not JsonValue || value.GetValueKind() != JsonValueKind.String || IsTime(value.GetValue<string>()), $"{at} is no time");
                    break;
                case "pattern":
                    Need(value is not JsonValue || Regex.IsMatch(value.GetValue<string>(), rule!.GetValue<string>()), $"{at} does not match {rule}");
                    break;
                case "propertyNames":
                    foreach (var (name, _) in value as JsonObject ?? [])
                    {
                        Check(rule, JsonValue.Create(name), $"{at}.{name} (its name)", faults);
                    }

                    break;
                case "required":
                    foreach (var name in rule!.AsArray().Select(n => n!.GetValue<string>()))
                    {
                        Need(value is not JsonObject o || o.ContainsKey(name), $"{at} has no {name}");
                    }

                    break;
                case "properties":
                    foreach (var (name, property) in rule!.AsObject())
                    {
                        if (value is JsonObject o && o.TryGetPropertyValue(name, out var inner))
                        {
                            Check(property, inner, $"{at}.{name}", faults);
                        }
                    }

                    break;
                case "additionalProperties":
                    var known = node["properties"]?.AsObject();
                    foreach (var (name, inner) in value as JsonObject ?? [])
                    {
                        if (known?.ContainsKey(name) is not true)
                        {
                            Check(rule, inner, $"{at}.{name}", faults);
                        }
                    }

                    break;
                case "items":
                    foreach (var (index, item) in (value as JsonArray ?? []).Index())
                    {
                        Check(rule, item, $"{at}[{index}]", faults);
                    }

                    break;
                case "anyOf":
                    Need(rule!.AsArray().Any(s => new JsonSchema(document, s!).Validate(value).Count == 0), $"{at} is none of the alternatives");
                    break;
                default:
                    throw new NotSupportedException($"{keyword} is not understood.");
            }
        }

        void Need(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private JsonNode Resolve(string reference)
    {
        var node = document;
        foreach (var part in reference.Split('/').Skip(1))
        {
            node = node[part] ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        return node;
    }

    private static bool IsTime(string text) =>
        text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("null", JsonValueKind.Null) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value!.GetValue<JsonElement>().TryGetInt64(out _),
        _ => false,
    };
}
