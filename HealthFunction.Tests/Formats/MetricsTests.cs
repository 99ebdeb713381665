using System.Text;
using HealthFunction.Formats;
using HealthFunction.Formats.Health;

namespace HealthFunction.Tests.Formats;

public sealed class MetricsTests
{
    [Fact]
    public void Prometheus_text_parses_and_holds_the_states_durations_and_the_time_of_the_run()
    {
        var samples = ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(Reports.Mixed)), openMetrics: false);

        Assert.Equal(1, samples["health_status{status=\"DOWN\"}"]);
        Assert.Equal(0, samples["health_status{status=\"UP\"}"]);
        Assert.Equal(1, samples["health_check_status{check=\"database.default\",status=\"UP\"}"]);
        Assert.Equal(1, samples["health_check_status{check=\"table.default\",status=\"UNKNOWN\"}"]);
        Assert.Equal(0.00125, samples["health_check_duration_seconds{check=\"cache.default\"}"]);
        Assert.Equal(1772366400.25, samples["health_last_run_timestamp_seconds"]);
        Assert.Equal(1, samples[$"health_build_info{{version=\"{BuildInfo.Version}\"}}"]);
        Assert.Equal(3 + 1 + (4 * 3) + 4 + 4 + 1 + 1, samples.Count);
    }

    [Fact]
    public void Degraded_is_a_sample_of_its_own_beside_the_verdict()
    {
        var samples = ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(Reports.Warned)), openMetrics: false);

        Assert.Equal((1, 1), (samples["health_status{status=\"UP\"}"], samples["health_degraded"]));
        Assert.Equal((0, 1), (samples["health_check_degraded{check=\"database.default\"}"], samples["health_check_degraded{check=\"endpoint.web\"}"]));
        Assert.Equal(1, samples["health_check_status{check=\"endpoint.web\",status=\"UP\"}"]);
    }

    [Fact]
    public void OpenMetrics_parses_and_has_the_same_samples_so_that_one_query_works_on_both()
    {
        var open = ExpositionParser.Parse(Encoding.UTF8.GetString(OpenMetrics.Write(Reports.Mixed)), openMetrics: true);
        var text = ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(Reports.Mixed)), openMetrics: false);

        Assert.Equal(1, open["health_check_status{check=\"database.default\",status=\"UP\"}"]);
        Assert.Equal(text.OrderBy(s => s.Key, StringComparer.Ordinal), open.OrderBy(s => s.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void OpenMetrics_says_degraded_as_well()
    {
        var samples = ExpositionParser.Parse(Encoding.UTF8.GetString(OpenMetrics.Write(Reports.Warned)), openMetrics: true);

        Assert.Equal(1, samples["health_degraded"]);
        Assert.Equal((0, 1), (samples["health_check_degraded{check=\"database.default\"}"], samples["health_check_degraded{check=\"endpoint.web\"}"]));
    }

    [Fact]
    public void The_days_of_a_certificate_are_a_sample_of_the_checks_that_have_one()
    {
        var report = Reports.Of(Reports.Ending("cache.a", 3.5), Reports.Ending("cache.c", -0.5), Reports.Up("cache.b"));
        var text = ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(report)), openMetrics: false);
        var open = ExpositionParser.Parse(Encoding.UTF8.GetString(OpenMetrics.Write(report)), openMetrics: true);

        Assert.All(new[] { text, open }, samples => Assert.Equal(
            [("health_check_certificate_days{check=\"cache.a\"}", 3), ("health_check_certificate_days{check=\"cache.c\"}", -1)],
            samples.Where(s => s.Key.StartsWith("health_check_certificate_days", StringComparison.Ordinal)).Select(s => (s.Key, s.Value)).Order()));
    }

    [Fact]
    public void Without_checks_there_is_no_family_without_samples()
    {
        Assert.Equal(6, ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(Reports.Of())), openMetrics: false).Count);
        Assert.Equal(6, ExpositionParser.Parse(Encoding.UTF8.GetString(OpenMetrics.Write(Reports.Of())), openMetrics: true).Count);
    }
}
