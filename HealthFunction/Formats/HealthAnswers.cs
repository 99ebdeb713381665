using System.Globalization;
using HealthFunction.Checks;

namespace HealthFunction.Formats;

/// <summary>Answers what is asked below <c>health</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class HealthAnswers
{
    private static readonly KeyValuePair<string, string> NoStore = new("Cache-Control", "no-store, no-cache");
    private static readonly HealthReport Alive = new(default, default, TimeSpan.Zero, []);

    private readonly HealthRunner _runner;
    private readonly TimeSpan _maxAge;

    internal HealthAnswers(HealthRunner runner, TimeSpan maxAge)
    {
        _runner = runner;
        _maxAge = maxAge;
    }

    internal static bool IsLive(string? name) => CheckNames.Live.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <param name="name">A check, a group, <c>live</c>, <c>ready</c>, or null for all checks.</param>
    internal async ValueTask<HttpAnswer> GetAsync(string? name)
    {
        if (IsLive(name))
        {
            return Answer(Alive, null);
        }

        if (name is not null && !_runner.Knows(name))
        {
            return Problem.NotFound("There is no check and no group of that name.");
        }

        var (report, age) = await _runner.GetAsync(name, _maxAge).ConfigureAwait(false);
        return Answer(report, age);
    }

    private static HttpAnswer Answer(HealthReport report, TimeSpan? age)
    {
        var answer = report.Derive(NoStore.Key, static (r, _) => new HttpAnswer(r.Overall == Verdict.Up ? 200 : 503)
        {
            ContentType = DefaultJson.ContentType,
            Body = DefaultJson.Write(r),
            Headers = [NoStore],
        });
        return age is null
            ? answer
            : answer with { Headers = [NoStore, new("Age", ((long)age.Value.TotalSeconds).ToString(CultureInfo.InvariantCulture))] };
    }
}
