using System.Globalization;
using HealthFunction.Checks;

namespace HealthFunction.Formats;

/// <summary>Answers what is asked below <c>health</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class HealthAnswers
{
    private readonly HealthRunner _runner;
    private readonly TimeSpan _maxAge;
    private readonly TimeProvider _time;

    internal HealthAnswers(HealthRunner runner, TimeSpan maxAge, TimeProvider time)
    {
        _time = time;
        _runner = runner;
        _maxAge = maxAge;
    }

    internal static bool IsLive(string? name) => CheckNames.Live.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <param name="name">A check, a group, <c>live</c>, <c>ready</c>, or null for all checks.</param>
    /// <param name="formatName">The value of <c>format</c> in the query; wins over <paramref name="accept"/>.</param>
    /// <param name="accept">The Accept header.</param>
    internal async ValueTask<HttpAnswer> GetAsync(string? name, string? formatName, string? accept)
    {
        var format = formatName is null ? ReportFormats.Accepted(accept) : ReportFormats.Named(formatName);
        if (format is null)
        {
            return formatName is null
                ? Problem.NotAcceptable($"The formats are {ReportFormats.MediaTypes}.")
                : Problem.BadParameter("format", $"The formats are {ReportFormats.Names}.");
        }

        if (IsLive(name))
        {
            return format.Answer(new HealthReport(_time.GetUtcNow(), _time.GetTimestamp(), TimeSpan.Zero, []));
        }

        if (name is not null && !_runner.Knows(name))
        {
            return Problem.NotFound("There is no check and no group of that name.");
        }

        var (report, age) = await _runner.GetAsync(name, _maxAge).ConfigureAwait(false);
        var answer = format.Answer(report);
        return age is null
            ? answer
            : answer with { Headers = [.. answer.Headers, new("Age", ((long)age.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture))] };
    }
}
