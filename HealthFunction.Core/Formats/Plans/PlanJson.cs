using System.Buffers;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>Plans as JSON. Times are in UTC.</summary>
internal static class PlanJson
{
    /// <summary>The word for a value of an enumeration.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static ReadOnlyMemory<byte> Write(PlanBook book, DrainReason? setting, MaintenanceSchedule windows, DateTimeOffset now) => Written(json =>
    {
        json.WriteString("source", book.Source);
        json.WriteStartObject("sources");
        foreach (var table in book.Tables)
        {
            json.WriteStartObject(table.Source);
            json.WriteString("state", table.Last is null ? "unknown" : table.IsOld ? "old" : "read");
            json.WriteString("readAt", table.Last is { } last ? IsoTime.Of(last.At) : null);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("settings");
        json.WriteString("drain", setting?.Text);
        json.WriteString("maintenanceUntil", windows.At(now) is { } window ? IsoTime.Of(window.To) : null);
        json.WriteEndObject();
        json.WriteStartArray("plans");
        foreach (var plan in book.Plans)
        {
            json.WriteStartObject();
            Write(json, plan, now);
            WriteObeyed(json, book, plan);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Write(PlanBook book, Plan plan, DateTimeOffset now) => Written(json =>
    {
        Write(json, plan, now);
        WriteObeyed(json, book, plan);
    });

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<PlanAudit> changes) => Written(json =>
    {
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("at", IsoTime.Of(change.At));
            json.WriteString("action", Name(change.Action));
            json.WriteString("by", change.By);
            json.WriteString("address", change.Address);
            json.WriteString("change", change.Change);
            json.WriteStartObject("plan");
            Write(json, change.Plan, change.At);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteObeyed(Utf8JsonWriter json, PlanBook book, Plan plan)
    {
        json.WriteStartArray("obeyedBy");
        foreach (var source in book.ObeyedBy(plan.Id))
        {
            json.WriteStringValue(source);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Plan plan, DateTimeOffset now)
    {
        json.WriteString("id", plan.Id);
        json.WriteString("kind", Name(plan.Kind));
        json.WriteString(plan.Kind == PlanKind.Drain ? "reason" : "text", plan.Text);
        json.WriteString("state", State(plan, now));
        json.WriteString("source", plan.Source ?? PlanDraft.AllSources);
        json.WriteString("storedIn", plan.Home);
        json.WriteString("from", IsoTime.Of(plan.From));
        Time(json, "until", plan.Until);
        if (plan.Recurs is { } recurs)
        {
            json.WriteString("cron", recurs.Cron);
            json.WriteString("timeZone", recurs.TimeZone);
            json.WriteString("length", recurs.Length.ToString("c"));
        }

        if (plan.Checks.Count > 0)
        {
            json.WriteStartArray("checks");
            foreach (var check in plan.Checks)
            {
                json.WriteStringValue(check);
            }

            json.WriteEndArray();
        }

        Time(json, "incident", plan.Incident);
        if (plan.Entries.Count > 0)
        {
            json.WriteStartArray("entries");
            foreach (var entry in plan.Entries)
            {
                json.WriteStartObject();
                json.WriteString("at", IsoTime.Of(entry.At));
                json.WriteString("state", Name(entry.State));
                json.WriteString("text", entry.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteString("createdAt", IsoTime.Of(plan.Created));
        json.WriteString("changedAt", IsoTime.Of(plan.Changed));
        Time(json, "endedAt", plan.Ended);
    }

    /// <summary>Of a note the state that its author gave it, of the others whether they have an effect now.</summary>
    private static string State(Plan plan, DateTimeOffset now) =>
        plan is { Kind: PlanKind.Note, Ended: null, State: { } state } ? Name(state)
        : plan is { Kind: PlanKind.Marking, Ended: null } ? "active"
        : plan.IsOver(now) ? "over"
        : now < plan.From ? "planned"
        : "active";

    private static void Time(Utf8JsonWriter json, string member, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(member, IsoTime.Of(known));
        }
    }
}
