using HealthFunction.Checks;
using HealthFunction.Http;

namespace HealthFunction.Formats.Health;

/// <summary>A format of a report. A new format is a file with one of these and a line in <see cref="ReportFormats"/>.</summary>
/// <param name="name">Its name in <c>?format=</c>.</param>
/// <param name="mediaType">Its name in <c>Accept</c>, without parameters; null when only <c>?format=</c> selects it.</param>
/// <param name="contentType">The Content-Type of the answer.</param>
/// <param name="write">Makes the body.</param>
internal sealed class ReportFormat(string name, string? mediaType, string contentType, Func<HealthReport, byte[]> write)
{
    public static readonly KeyValuePair<string, string>[] Headers = [new("Cache-Control", "no-store, no-cache"), new("Vary", "Accept")];

    public string Name => name;

    public string? MediaType => mediaType;

    /// <summary>Answers 200 for every verdict: a scraper ignores the body of any other answer, and so the numbers.</summary>
    public bool AlwaysOk { get; init; }

    /// <summary>Written once for each report, however many requests share it.</summary>
    public HttpAnswer Answer(HealthReport report) => report.Derive(this, static (r, format) => format.Write(r));

    private HttpAnswer Write(HealthReport report) => new(AlwaysOk || report.Overall == Verdict.Up ? 200 : 503)
    {
        ContentType = contentType,
        Body = write(report),
        Headers = Headers,
    };
}
