using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using HealthFunction.History;

namespace HealthFunction.Alerts;

/// <summary>The state as an entity of its source's partition. A member that this version does not know is left out of account.</summary>
internal static class AlertRow
{
    private const string State = "State";

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static TableEntity From(string partition, AlertState state)
    {
        var entity = new TableEntity(partition, RowKeys.Alerts)
        {
            // For whoever looks at the table.
            ["Open"] = state.Outage is not null,
            ["Waiting"] = state.Waiting.Count,
        };
        Columns.Put(entity, State, JsonSerializer.Serialize(state, Json));
        return entity;
    }

    /// <exception cref="InvalidDataException">The row is not one that this app wrote.</exception>
    public static AlertState Read(TableEntity entity)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertState>(Columns.Text(entity, State), Json)
                ?? throw new InvalidDataException("The alerts' row holds nothing.");
        }
        catch (Exception e) when (e is JsonException or InvalidCastException or NotSupportedException)
        {
            throw new InvalidDataException("The alerts' row cannot be read.", e);
        }
    }
}
