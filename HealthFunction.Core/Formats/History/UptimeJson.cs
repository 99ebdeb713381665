using System.Buffers;
using System.Text.Json;
using HealthFunction.History.Plans;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.History;

/// <summary>
/// Uptime by window, overall and for each check. Shares are in per cent, latencies in milliseconds, times in UTC. An unknown number is
/// null and never 0 or 100.
/// </summary>
internal static class UptimeJson
{
    /// <summary>How many incidents of a window are listed, the newest ones; <c>incidentCount</c> is the number of all.</summary>
    public const int MaxIncidents = 1000;

    /// <param name="source">Its name.</param>
    /// <param name="now">When the windows end.</param>
    /// <param name="windows">As recorded, and as marked afterwards; null if nothing was.</param>
    /// <param name="markings">What was marked.</param>
    public static ReadOnlyMemory<byte> Write(
        string source, DateTimeOffset now, IReadOnlyList<(UptimeWindow Recorded, UptimeWindow? Marked)> windows, IReadOnlyList<Plan> markings)
    {
        var buffer = new ArrayBufferWriter<byte>(16384);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("source", source);
        json.WriteString("now", IsoTime.Of(now));

        json.WriteStartObject("windows");
        foreach (var (window, marked) in windows)
        {
            json.WriteStartObject(window.Period.Name);
            json.WriteString("from", IsoTime.Of(window.From));
            json.WriteString("to", IsoTime.Of(window.To));
            WriteSeries(json, window);
            if (marked is not null)
            {
                json.WriteStartObject("marked");
                WriteSeries(json, marked);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteMarkings(json, markings);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMarkings(Utf8JsonWriter json, IReadOnlyList<Plan> markings)
    {
        if (markings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("markings");
        foreach (var marking in markings)
        {
            json.WriteStartObject();
            json.WriteString("id", marking.Id);
            json.WriteString("from", IsoTime.Of(marking.From));
            json.WriteString("until", IsoTime.Of(marking.Until!.Value));
            json.WriteString("markedAt", IsoTime.Of(marking.Created));
            json.WriteString("text", marking.Text);
            json.WriteStartArray("checks");
            foreach (var check in marking.Checks)
            {
                json.WriteStringValue(check);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The figures of all series of a window as members of the object that is being written.</summary>
    public static void WriteSeries(Utf8JsonWriter json, UptimeWindow window)
    {
        Write(json, "overall", window.Overall);
        json.WriteStartObject("checks");
        foreach (var (name, uptime) in window.Checks)
        {
            Write(json, name, uptime);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, UptimeFigures uptime)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("noData", uptime.HasNoData);
        json.WriteString("since", uptime.Since is { } since ? IsoTime.Of(since) : null);

        json.WriteStartObject("minutes");
        json.WriteNumber("total", uptime.Total);
        json.WriteNumber("up", uptime.Counts.Up);
        json.WriteNumber("down", uptime.Counts.Down);
        json.WriteNumber("unknown", uptime.Counts.Unknown);
        json.WriteNumber("planned", uptime.Counts.Planned);
        json.WriteNumber("missing", uptime.Missing);
        json.WriteNumber("degraded", uptime.Counts.Degraded);
        json.WriteEndObject();

        WritePercent(json, "uptime", uptime.Estimate);
        WritePercent(json, "lowerBound", uptime.LowerBound);
        WritePercent(json, "upperBound", uptime.UpperBound);
        WritePercent(json, "coverage", uptime.Coverage);
        WritePercent(json, "degraded", uptime.DegradedShare);

        json.WriteStartObject("latencyMs");
        WriteLatency(json, "p50", uptime.Latency.Quantile(0.50));
        WriteLatency(json, "p95", uptime.Latency.Quantile(0.95));
        WriteLatency(json, "p99", uptime.Latency.Quantile(0.99));
        json.WriteEndObject();

        json.WriteNumber("incidentCount", uptime.Incidents.Count);
        json.WriteStartArray("incidents");
        foreach (var incident in uptime.Incidents.Take(MaxIncidents))
        {
            Write(json, incident);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("start", IsoTime.Of(incident.Start));
        json.WriteString("end", incident.IsOngoing ? null : IsoTime.Of(incident.End));
        json.WriteBoolean("ongoing", incident.IsOngoing);
        json.WriteString("lastDown", IsoTime.Of(incident.LastDown));
        json.WriteNumber("minutes", incident.Minutes);
        json.WriteNumber("downMinutes", incident.DownMinutes);
        json.WriteString("error", incident.Error);
        json.WriteEndObject();
    }

    private static void WritePercent(Utf8JsonWriter json, string name, double? share)
    {
        if (share is { } known)
        {
            json.WriteNumber(name, Percent.Exact(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteLatency(Utf8JsonWriter json, string name, TimeSpan? latency)
    {
        if (latency is { } known)
        {
            json.WriteNumber(name, Math.Round((decimal)known.TotalMilliseconds, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
