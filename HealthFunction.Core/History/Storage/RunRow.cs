using System.Buffers;
using System.Text;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Storage;

/// <summary>A run as a row that people can read in a storage browser: its checks are one JSON object.</summary>
internal static class RunRow
{
    private const string Time = "Time";
    private const string Status = "Status";
    private const string Error = "Error";
    private const string Degraded = "Degraded";
    private const string Planned = "Planned";
    private const string Milliseconds = "Milliseconds";
    private const string Checks = "Checks";

    public static Row From(RecordedRun run)
    {
        var row = new Row(RowKeys.Run(run.Time));
        row.Put(Time, run.Time);
        row.Put(Status, VerdictText.Of(run.Status));
        row.Put(Milliseconds, Math.Round(run.Duration.TotalMilliseconds, 3));
        if (run.Error is not null)
        {
            row.Put(Error, run.Error);
        }

        if (run.Degraded is not null)
        {
            row.Put(Degraded, run.Degraded);
        }

        if (PlannedText.Of(run.Planned) is { } planned)
        {
            row.Put(Planned, planned);
        }

        row.PutLong(Checks, WriteChecks(run.Checks));
        return row;
    }

    /// <exception cref="InvalidDataException">This app did not write the row.</exception>
    public static RecordedRun Read(Row row)
    {
        try
        {
            return new RecordedRun
            {
                Time = RowKeys.RunTime(row.Key),
                Status = ReadVerdict(row.Text(Status)),
                Duration = TimeSpan.FromMilliseconds(row.Number(Milliseconds) ?? 0),
                Error = row.Text(Error),
                Degraded = row.Text(Degraded),
                Planned = PlannedText.Read(row.Text(Planned)),
                Checks = ReadChecks(row.LongText(Checks)),
            };
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw new InvalidDataException($"The run row {row.Key} cannot be read.", e);
        }
    }

    private static Verdict ReadVerdict(string? text) => VerdictText.TryRead(text) ?? throw new FormatException($"No verdict is called {text}.");

    private static string WriteChecks(IReadOnlyList<RecordedCheck> checks)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var check in checks)
            {
                json.WriteStartObject(check.Name);
                json.WriteString("status", VerdictText.Of(check.Verdict));
                json.WriteNumber("ms", Math.Round(check.Duration.TotalMilliseconds, 3));
                if (check.Error is not null)
                {
                    json.WriteString("error", check.Error);
                }

                if (check.Degraded is not null)
                {
                    json.WriteString("degraded", check.Degraded);
                }

                if (check.Age is { } age)
                {
                    json.WriteNumber("ageSeconds", Math.Round(age.TotalSeconds, 3));
                }

                if (check.IsPlanned)
                {
                    json.WriteBoolean("planned", true);
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
                TextOf(check.Value, "error"))
            {
                Degraded = TextOf(check.Value, "degraded"),
                Age = check.Value.TryGetProperty("ageSeconds", out var age) ? TimeSpan.FromSeconds(age.GetDouble()) : null,
                IsPlanned = check.Value.TryGetProperty("planned", out var planned) && planned.ValueKind == JsonValueKind.True,
            });
        }

        return checks;
    }

    private static string? TextOf(JsonElement check, string member) => check.TryGetProperty(member, out var text) ? text.GetString() : null;
}
