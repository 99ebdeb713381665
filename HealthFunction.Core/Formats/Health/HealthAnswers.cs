using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.Http;

namespace HealthFunction.Formats.Health;

/// <summary>Answers requests below <c>health</c>: a check, a group, <c>live</c>, <c>ready</c>, or all checks.</summary>
internal sealed class HealthAnswers(HealthRunner runner, CheckOptions options, TimeProvider time) : IRouteAnswers
{
    /// <summary>When the endpoint itself fails, nothing is known, and an unknown state must not read as healthy.</summary>
    public static HttpAnswer Failed() => new(503)
    {
        ContentType = DefaultJson.ContentType,
        Body = """{"checks":{},"errors":{},"status":"UNKNOWN"}"""u8.ToArray(),
        Headers = ReportFormat.Headers,
    };

    public async ValueTask<HttpAnswer> GetAsync(SurfaceRequest request)
    {
        var name = string.IsNullOrEmpty(request.PathValue) ? null : request.PathValue;
        var formatName = request.Query["format"];
        var format = formatName is null ? ReportFormats.Accepted(request.Header("Accept")) : ReportFormats.Named(formatName);
        if (format is null)
        {
            return formatName is null
                ? Problem.NotAcceptable($"The formats are {ReportFormats.MediaTypes}.")
                : Problem.BadParameter("format", $"The formats are {ReportFormats.Names}.");
        }

        if (CheckNames.Live.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return format.Answer(new HealthReport(time.GetUtcNow(), time.GetTimestamp(), TimeSpan.Zero, []));
        }

        if (name is not null && !runner.Knows(name))
        {
            return Problem.NotFound("There is no check and no group of that name; health without a name lists all checks.");
        }

        var (report, age) = await runner.GetAsync(name, options.MaxAge).ConfigureAwait(false);
        var answer = format.Answer(report);
        if (age is null && report.KeptAge is null)
        {
            return answer;
        }

        var oldest = (age ?? TimeSpan.Zero) + (report.KeptAge ?? TimeSpan.Zero);
        return answer with { Headers = [.. answer.Headers, new("Age", ((long)oldest.TotalSeconds).ToString(CultureInfo.InvariantCulture))] };
    }
}
