using HealthFunction.Formats.Health;

namespace HealthFunction.Tests.Formats;

public sealed class ReportFormatsTests
{
    [Theory]
    [InlineData(null, "json")]
    [InlineData("", "json")]
    [InlineData("*/*", "json")]
    [InlineData("application/*", "json")]
    [InlineData("application/json", "json")]
    [InlineData("APPLICATION/JSON; charset=utf-8", "json")]
    [InlineData("application/health+json", "health+json")]
    [InlineData("text/plain", "prometheus")]
    [InlineData("text/*", "prometheus")]
    [InlineData("application/openmetrics-text; version=1.0.0", "openmetrics")]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "openmetrics")]
    [InlineData("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "prometheus")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json")]
    [InlineData("application/json;q=0.5, application/health+json", "health+json")]
    [InlineData("application/json;q=0, */*", "health+json")]
    [InlineData("application/health+json, application/json", "json")]
    [InlineData("image/png", null)]
    [InlineData("application/json;q=0", null)]
    [InlineData("*/*;q=0", null)]
    [InlineData("no media type", "json")]
    [InlineData(";;;,,,", "json")]
    public void The_request_gets_the_format_that_it_prefers(string? accept, string? format) =>
        Assert.Equal(format, ReportFormats.Accepted(accept)?.Name);

    [Theory]
    [InlineData("json", "json")]
    [InlineData("UI", "ui")]
    [InlineData("health+json", "health+json")]
    [InlineData("xml", null)]
    [InlineData("", null)]
    public void A_format_can_be_named(string name, string? format) => Assert.Equal(format, ReportFormats.Named(name)?.Name);

    [Theory]
    [InlineData("json", 503)]
    [InlineData("health+json", 503)]
    [InlineData("ui", 503)]
    [InlineData("prometheus", 200)]
    [InlineData("openmetrics", 200)]
    public void A_failing_verdict_is_503_except_for_scrapers(string format, int status) =>
        Assert.Equal(status, ReportFormats.Named(format)!.Answer(Reports.Mixed).Status);

    [Fact]
    public void A_report_is_written_once_for_each_format()
    {
        var report = Reports.Of(Reports.Up("a.b"));

        Assert.Same(ReportFormats.Default.Answer(report), ReportFormats.Default.Answer(report));
        Assert.NotSame(ReportFormats.Default.Answer(report), ReportFormats.Named("ui")!.Answer(report));
    }
}
