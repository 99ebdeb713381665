using HealthFunction.Checks;
using HealthFunction.Http;

namespace HealthFunction.Formats.Health;

/// <summary>A way to write a report. A new one is a file with one of these and a line in <see cref="ReportFormats"/>.</summary>
/// <param name="name">What <c>?format=</c> calls it.</param>
/// <param name="mediaType">What <c>Accept</c> calls it, without parameters; null when only <c>?format=</c> selects it.</param>
/// <param name="contentType">What the answer calls it.</param>
/// <param name="write">Makes the body.</param>
internal sealed class ReportFormat(string name, string? mediaType, string contentType, Func<HealthReport, byte[]> write)
{
    public static readonly KeyValuePair<string, string>[] Headers = [new("Cache-Control", "no-store, no-cache"), new("Vary", "Accept")];

    public string Name => name;

    public string? MediaType => mediaType;

    /// <summary>
    /// Answers 200 whatever the verdict: a scraper throws away the body of any other answer, and with it the numbers.
    /// </summary>
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
