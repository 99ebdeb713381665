using HealthFunction.Checks;
using OpenTelemetry.Trace;

namespace HealthFunction.Telemetry;

/// <summary>
/// Keeps every run that found something wrong and one run a minute that did not. Front Door causes up to half a million runs a
/// day that are all alike, and their number and duration are in the metrics already.
/// </summary>
internal sealed class RunSampler(TimeProvider time) : Sampler
{
    private static readonly TimeSpan BetweenUp = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lastUp;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        foreach (var (key, value) in samplingParameters.Tags ?? [])
        {
            if (key == RunTelemetry.RunState && value is string state && state == RunTelemetry.Word(Verdict.Up))
            {
                return new SamplingResult(IsDue());
            }
        }

        return new SamplingResult(SamplingDecision.RecordAndSample);
    }

    private bool IsDue()
    {
        lock (_lock)
        {
            if (_lastUp is { } last && time.GetElapsedTime(last) < BetweenUp)
            {
                return false;
            }

            _lastUp = time.GetTimestamp();
            return true;
        }
    }
}
