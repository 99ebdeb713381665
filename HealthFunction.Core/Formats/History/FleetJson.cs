using System.Buffers;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.History;

/// <summary>The two series of the fleet and those of its sources, each as <c>uptime</c> has it.</summary>
internal static class FleetJson
{
    /// <param name="reading">All sources.</param>
    /// <param name="periods">The windows.</param>
    /// <param name="check">The only check to compute; null takes all.</param>
    /// <param name="source">The only source to list; null takes all. The two series are of all sources nevertheless.</param>
    public static ReadOnlyMemory<byte> Write(FleetReading reading, IReadOnlyList<Period> periods, string? check, string? source)
    {
        var members = reading.Combined.Members.Zip(reading.Sources)
            .Where(m => source is null || m.Second.Source == source)
            .Select(m => (Days: m.First, Reading: m.Second, Uptime: new UptimeCalculator(m.First.Days, check)))
            .ToList();
        var (any, all) = (new UptimeCalculator(reading.Combined.Any, check), new UptimeCalculator(reading.Combined.All, check));

        var buffer = new ArrayBufferWriter<byte>(65536);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("now", IsoTime.Of(reading.Now));
        WriteState(json, "any", reading.Combined.Any, reading.Now);
        WriteState(json, "all", reading.Combined.All, reading.Now);

        json.WriteStartObject("sources");
        foreach (var (days, one, _) in members)
        {
            WriteSource(json, one, days, reading.Now);
        }

        json.WriteEndObject();

        json.WriteStartObject("windows");
        foreach (var period in periods)
        {
            var window = any.Compute(period, reading.Now);
            json.WriteStartObject(period.Name);
            json.WriteString("from", IsoTime.Of(window.From));
            json.WriteString("to", IsoTime.Of(window.To));
            WriteSeries(json, "any", window);
            WriteSeries(json, "all", all.Compute(period, reading.Now));
            json.WriteStartObject("sources");
            foreach (var (_, one, uptime) in members)
            {
                WriteSeries(json, one.Source, uptime.Compute(period, reading.Now));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSource(Utf8JsonWriter json, SourceReading source, MemberDays days, DateTimeOffset now)
    {
        json.WriteStartObject(source.Source);
        json.WriteString("state", StateOf(source.State));
        WriteTime(json, "readAt", source.ReadAt);
        WriteTime(json, "unreadableSince", source.UnreadableSince);
        WriteTime(json, "began", source.Member.Began == FleetMember.NotKnown || source.Member.Began == FleetMember.Never ? null : source.Member.Began);
        WriteTime(json, "lastRecord", CurrentState.LastRecorded(source.Member.Days, DaySeries.Overall));
        WriteCurrent(json, days.Days, now);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string name, IReadOnlyList<Day> days, DateTimeOffset now)
    {
        json.WriteStartObject(name);
        WriteCurrent(json, days, now);
        json.WriteEndObject();
    }

    private static void WriteCurrent(Utf8JsonWriter json, IReadOnlyList<Day> days, DateTimeOffset now)
    {
        var current = CurrentState.Of(days, DaySeries.Overall, now);
        json.WriteString("status", current is null ? null : VerdictText.Of(current.State.ToVerdict()));
        json.WriteBoolean("planned", current is { IsPlanned: true });
        WriteTime(json, "since", current?.Since);
    }

    private static void WriteSeries(Utf8JsonWriter json, string name, UptimeWindow window)
    {
        json.WriteStartObject(name);
        UptimeJson.WriteSeries(json, window);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is { } known ? IsoTime.Of(known) : null);

    private static string StateOf(SourceState state) => state switch
    {
        SourceState.Read => "read",
        SourceState.Empty => "empty",
        SourceState.Old => "old",
        _ => "unreadable",
    };
}
