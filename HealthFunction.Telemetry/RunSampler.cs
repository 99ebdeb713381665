using HealthFunction.Checks;
using OpenTelemetry.Trace;

namespace HealthFunction.Telemetry;

/// <summary>
/// For each group and state, keeps one run per minute; in a state other than up, one per ten seconds; and always the first. Front Door
/// causes up to half a million equal runs a day, also during an outage or a drain of several days, and their number and duration are
/// already in the metrics.
/// </summary>
internal sealed class RunSampler(TimeProvider time) : Sampler
{
    private static readonly TimeSpan BetweenUp = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenOthers = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string? Group, string? State), long> _lastKept = [];

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var (group, state) = ((string?)null, (string?)null);
        foreach (var (key, value) in samplingParameters.Tags ?? [])
        {
            group = key == RunTelemetry.Group ? value as string : group;
            state = key == RunTelemetry.RunState ? value as string : state;
        }

        return new SamplingResult(IsDue((group, state)));
    }

    private bool IsDue((string? Group, string? State) kind)
    {
        var between = kind.State == VerdictText.LowerOf(Verdict.Up) ? BetweenUp : BetweenOthers;
        lock (_lock)
        {
            if (_lastKept.TryGetValue(kind, out var last) && time.GetElapsedTime(last) < between)
            {
                return false;
            }

            _lastKept[kind] = time.GetTimestamp();
            return true;
        }
    }
}
