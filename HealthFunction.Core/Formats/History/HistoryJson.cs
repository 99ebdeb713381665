using System.Buffers;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.Formats.History;

/// <summary>Recorded runs, newest first. Times are in UTC, durations in milliseconds.</summary>
internal static class HistoryJson
{
    public static ReadOnlyMemory<byte> Write(string source, RunPage page, string? continuation)
    {
        // In one piece: a buffer that grows leaves several times its size for the collector of large objects, which runs late.
        var buffer = new ArrayBufferWriter<byte>(1024 + page.Runs.Sum(RoughLength));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("source", source);

        json.WriteStartArray("runs");
        foreach (var run in page.Runs)
        {
            Write(json, run);
        }

        json.WriteEndArray();

        json.WriteString("continuation", continuation);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>In bytes, somewhat more than most runs need.</summary>
    private static int RoughLength(RecordedRun run) =>
        160 + (run.Error?.Length ?? 0) + run.Checks.Sum(check => 56 + check.Name.Length + (check.Error?.Length ?? 0));

    private static void Write(Utf8JsonWriter json, RecordedRun run)
    {
        json.WriteStartObject();
        json.WriteString("time", IsoTime.Of(run.Time));
        json.WriteString("status", VerdictText.Of(run.Status));
        json.WriteNumber("ms", run.Duration.TotalMilliseconds);
        if (run.Error is not null)
        {
            json.WriteString("error", run.Error);
        }

        if (run.Degraded is not null)
        {
            json.WriteString("degraded", run.Degraded);
        }

        if (PlannedText.Of(run.Planned) is { } planned)
        {
            json.WriteString("planned", planned);
        }

        json.WriteStartObject("checks");
        foreach (var check in run.Checks)
        {
            json.WriteStartObject(check.Name);
            json.WriteString("status", VerdictText.Of(check.Verdict));
            json.WriteNumber("ms", check.Duration.TotalMilliseconds);
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
                json.WriteNumber("ageSeconds", age.TotalSeconds);
            }

            if (check.IsPlanned)
            {
                json.WriteString("planned", PlannedText.Of(PlannedKind.Maintenance));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
