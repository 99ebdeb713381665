using System.Text.Json;
using System.Text.Json.Serialization;
using HealthFunction.Checks;
using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>A plan as a row of the source that keeps it.</summary>
internal static class PlanRow
{
    public const string Content = "Plan";

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Row From(Plan plan, string key)
    {
        var row = new Row(key);

        // For people who look at the table.
        row.Put("Kind", plan.Kind.ToString());
        row.Put("Text", plan.Text);
        row.PutLong(Content, Write(plan));
        return row;
    }

    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, Json);

    /// <exception cref="InvalidDataException">The row holds no plan that this version can obey.</exception>
    public static Plan Read(Row row)
    {
        try
        {
            return Read(row.LongText(Content));
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw new InvalidDataException($"The plan {row.Key} cannot be read.", e);
        }
    }

    private static Plan Read(string text)
    {
        var plan = JsonSerializer.Deserialize<Plan>(text, Json);
        return plan is { Id: not null, Home: not null, Text: not null, Checks: not null, Entries: not null }
            && Enum.IsDefined(plan.Kind)
            && plan.Text.Length is > 0 and <= Plan.MaxText
            && plan.Checks.Count <= Plan.MaxChecks && plan.Checks.All(check => check is not null)
            && plan.Entries.Count <= Plan.MaxEntries && plan.Entries.All(entry => entry is { Text.Length: <= Plan.MaxText } && Enum.IsDefined(entry.State))
            && (plan.Kind != PlanKind.Drain || DrainReason.TryParse(plan.Text, out _))
            && (plan.Kind != PlanKind.Note || plan.Entries.Count > 0)
            && (plan.Kind != PlanKind.Maintenance || plan.Recurs is not null || plan.Until is not null)
            && (plan.Kind != PlanKind.Marking || plan.Until is not null)
                ? plan
                : throw new InvalidDataException("A plan has values that no plan can have.");
    }
}
