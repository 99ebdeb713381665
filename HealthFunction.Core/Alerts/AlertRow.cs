using System.Text.Json;
using System.Text.Json.Serialization;
using HealthFunction.History.Storage;

namespace HealthFunction.Alerts;

/// <summary>The state as a row of its source.</summary>
internal static class AlertRow
{
    private const string State = "State";
    private const string Open = "Open";
    private const string Waiting = "Waiting";

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="state">The state to write.</param>
    /// <param name="last">The row as it was last read: columns that a later version added are kept.</param>
    /// <param name="key">The row's key.</param>
    public static Row From(AlertState state, Row? last, string key = RowKeys.Alerts)
    {
        var row = new Row(key);

        // For people who look at the table.
        row.Put(Open, state.Outage is not null);
        row.Put(Waiting, state.Waiting.Count);
        row.PutLong(State, JsonSerializer.Serialize(state, Json));
        if (last is not null)
        {
            // When the state has become shorter, some of its columns are no longer needed.
            row.KeepOthers(last, column => !column.StartsWith(State, StringComparison.Ordinal) || !column[State.Length..].All(char.IsAsciiDigit));
        }

        return row;
    }

    /// <exception cref="InvalidDataException">This app did not write the row.</exception>
    public static AlertState Read(Row row)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertState>(row.LongText(State), Json)
                ?? throw new InvalidDataException("The alerts' row holds nothing.");
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw new InvalidDataException("The alerts' row cannot be read.", e);
        }
    }
}
