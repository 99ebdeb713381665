using HealthFunction.Checks;

namespace HealthFunction.Formats;

/// <summary>OpenMetrics 1.0.</summary>
internal static class OpenMetrics
{
    public const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static byte[] Write(HealthReport report)
    {
        var text = new MetricsText();

        // A state set's label is named like the metric.
        text.Family("health_status", "stateset", "The overall verdict.");
        text.States("health_status", "health_status", "", report.Overall);
        if (report.Checks.Count > 0)
        {
            text.Family("health_check_status", "stateset", "The verdict of the check.");
            foreach (var check in report.Checks)
            {
                text.States("health_check_status", "health_check_status", MetricsText.CheckLabel(check), check.Verdict);
            }

            text.Family("health_check_duration_seconds", "gauge", "How long the check took.", "seconds");
            foreach (var check in report.Checks)
            {
                text.Sample("health_check_duration_seconds", MetricsText.CheckLabel(check), check.Duration.TotalSeconds);
            }
        }

        text.Family("health_last_run_timestamp_seconds", "gauge", "When the run began.", "seconds");
        text.Sample("health_last_run_timestamp_seconds", "", MetricsText.Timestamp(report.StartedAt));
        text.Family("health_build", "info", "Which build answers.");
        text.Sample("health_build_info", MetricsText.VersionLabel, 1);
        text.Line("# EOF");
        return text.ToBytes();
    }
}
