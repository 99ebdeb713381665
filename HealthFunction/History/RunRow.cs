using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using HealthFunction.Checks;

namespace HealthFunction.History;

/// <summary>A run as an entity that can be read in a storage browser: its checks are one JSON object.</summary>
internal static class RunRow
{
    public const string Status = "Status";

    private const string Time = "Time";
    private const string Error = "Error";
    private const string Planned = "Planned";
    private const string Milliseconds = "Milliseconds";
    private const string Checks = "Checks";

    public static TableEntity From(string partition, RecordedRun run)
    {
        var entity = new TableEntity(partition, RowKeys.Run(run.Time))
        {
            [Time] = run.Time,
            [Status] = Text(run.Status),
            [Milliseconds] = Math.Round(run.Duration.TotalMilliseconds, 3),
        };
        if (run.Error is not null)
        {
            entity[Error] = run.Error;
        }

        if (PlannedText.Of(run.Planned) is { } planned)
        {
            entity[Planned] = planned;
        }

        Columns.Put(entity, Checks, WriteChecks(run.Checks));
        return entity;
    }

    /// <exception cref="InvalidDataException">The row is not one that this app wrote.</exception>
    public static RecordedRun Read(TableEntity entity)
    {
        try
        {
            return new RecordedRun
            {
                Time = RowKeys.RunTime(entity.RowKey),
                Status = ReadVerdict(entity.GetString(Status)),
                Duration = TimeSpan.FromMilliseconds(entity.GetDouble(Milliseconds) ?? 0),
                Error = entity.GetString(Error),
                Planned = PlannedText.Read(entity.GetString(Planned)),
                Checks = ReadChecks(Columns.Text(entity, Checks)),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"The run row {entity.RowKey} cannot be read.", e);
        }
    }

    public static string Text(Verdict verdict) => verdict switch
    {
        Verdict.Up => "UP",
        Verdict.Down => "DOWN",
        _ => "UNKNOWN",
    };

    private static Verdict ReadVerdict(string? text) => text switch
    {
        "UP" => Verdict.Up,
        "DOWN" => Verdict.Down,
        "UNKNOWN" => Verdict.Unknown,
        _ => throw new FormatException($"No verdict is called {text}."),
    };

    private static string WriteChecks(IReadOnlyList<RecordedCheck> checks)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var check in checks)
            {
                json.WriteStartObject(check.Name);
                json.WriteString("status", Text(check.Verdict));
                json.WriteNumber("ms", Math.Round(check.Duration.TotalMilliseconds, 3));
                if (check.Error is not null)
                {
                    json.WriteString("error", check.Error);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static List<RecordedCheck> ReadChecks(string text)
    {
        using var json = JsonDocument.Parse(text);
        List<RecordedCheck> checks = [];
        foreach (var check in json.RootElement.EnumerateObject())
        {
            checks.Add(new RecordedCheck(
                check.Name,
                ReadVerdict(check.Value.GetProperty("status").GetString()),
                TimeSpan.FromMilliseconds(check.Value.GetProperty("ms").GetDouble()),
                check.Value.TryGetProperty("error", out var error) ? error.GetString() : null));
        }

        return checks;
    }
}
