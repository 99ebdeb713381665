using HealthFunction.Checks;

namespace HealthFunction.Formats.Health;

/// <summary>The Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static byte[] Write(HealthReport report)
    {
        var text = new MetricsText();
        text.Family("health_status", "gauge", "1 for the overall verdict that holds.");
        text.States("health_status", "", report.Overall);
        text.Family("health_degraded", "gauge", "1 if the overall verdict is UP and a check that it depends on is degraded.");
        text.Sample("health_degraded", "", report.Degraded is null ? 0 : 1);
        if (report.Entries.Count > 0)
        {
            text.Family("health_check_status", "gauge", "1 for the verdict of the check that holds.");
            foreach (var check in report.Entries)
            {
                text.States("health_check_status", MetricsText.CheckLabel(check), check.Verdict);
            }

            text.Family("health_check_degraded", "gauge", "1 if the check is UP and degraded.");
            foreach (var check in report.Entries)
            {
                text.Sample("health_check_degraded", MetricsText.CheckLabel(check), check.Degraded is null ? 0 : 1);
            }

            text.Certificates(report.Entries);
            text.Family("health_check_duration_seconds", "gauge", "How long the check took.");
            foreach (var check in report.Entries)
            {
                text.Sample("health_check_duration_seconds", MetricsText.CheckLabel(check), check.Duration.TotalSeconds);
            }
        }

        if (report.KeptAge is not null)
        {
            text.Family("health_check_age_seconds", "gauge", "How old the outcome of a check is that is not called at each run.");
            foreach (var check in report.Entries.Where(c => c.Age is not null))
            {
                text.Sample("health_check_age_seconds", MetricsText.CheckLabel(check), check.Age!.Value.TotalSeconds);
            }
        }

        text.Family("health_last_run_timestamp_seconds", "gauge", "When the run began.");
        text.Sample("health_last_run_timestamp_seconds", "", MetricsText.Timestamp(report.StartedAt));
        text.Family("health_build_info", "gauge", "Which build answers.");
        text.Sample("health_build_info", MetricsText.VersionLabel, 1);
        return text.ToBytes();
    }
}
