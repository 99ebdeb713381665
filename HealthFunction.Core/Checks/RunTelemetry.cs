using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HealthFunction.Checks;

/// <summary>
/// The metrics of the runner, in the style of OpenTelemetry. It knows no exporter, and it creates and reads nothing while there is no
/// listener. Attributes hold configured names and words from closed vocabularies, so that there are few series and none contains a
/// secret.
/// </summary>
internal sealed class RunTelemetry
{
    /// <summary>The name of the meters and of the source of activities.</summary>
    public const string SourceName = "HealthFunction";

    public const string Group = "healthfunction.run.group";
    public const string RunState = "healthfunction.run.state";
    public const string CheckName = "healthfunction.check.name";
    public const string CheckState = "healthfunction.check.state";
    public const string CheckDegraded = "healthfunction.check.degraded";
    public const string ErrorType = "error.type";

    /// <summary>An instance that gets no more requests must stop reporting an old state.</summary>
    private static readonly TimeSpan MaxStateAge = TimeSpan.FromMinutes(5);

    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    private readonly TimeProvider _time;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _joined;
    private readonly Histogram<double> _checkDuration;
    private readonly Counter<long> _abandoned;
    private IReadOnlyList<MonitoredCheck> _checks = [];

    public RunTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(SourceName);

        // From the answer of a nearby server to the longest timeout.
        var seconds = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        };
        _runDuration = meter.CreateHistogram("healthfunction.run.duration", "s", "How long runs take.", tags: null, seconds);
        _runs = meter.CreateCounter<long>("healthfunction.runs", "{run}", "Runs that were made.");
        _joined = meter.CreateCounter<long>(
            "healthfunction.run.coalesced_requests", "{request}", "Requests that were answered by a run that another request caused.");
        _checkDuration = meter.CreateHistogram(
            "healthfunction.check.duration", "s", "How long attempts at a check take, to their answer or their deadline.", tags: null, seconds);
        _abandoned = meter.CreateCounter<long>(
            "healthfunction.check.abandoned_attempts", "{attempt}", "Attempts that gave no answer before their deadline and were left behind.");
        meter.CreateObservableGauge(
            "healthfunction.check.state", States, "1", "1 for the state that a check was last found in, 0 for the others.");
        meter.CreateObservableGauge(
            CheckDegraded, Degraded, "1", "1 for a check that was last found up and degraded, 0 for any other.");
        meter.CreateObservableGauge(
            "healthfunction.check.certificate_days", CertificateDays, "d", "Whole days until the certificate of a dependency ends, when the check last found it up.");
    }

    /// <summary>Sets the checks whose states are reported.</summary>
    public void Observe(IReadOnlyList<MonitoredCheck> checks) => Volatile.Write(ref _checks, checks);

    public void Joined(string group) => _joined.Add(1, new KeyValuePair<string, object?>(Group, group));

    public void Attempted(CheckOutcome outcome, bool abandoned)
    {
        if (abandoned)
        {
            _abandoned.Add(1, new KeyValuePair<string, object?>(CheckName, outcome.Name));
        }

        if (!_checkDuration.Enabled)
        {
            return;
        }

        var tags = new TagList { { CheckName, outcome.Name }, { CheckState, VerdictText.LowerOf(outcome.Verdict) } };
        if (outcome.Error is { } error)
        {
            tags.Add(ErrorType, error.Kind);
        }

        _checkDuration.Record(outcome.Duration.TotalSeconds, tags);
    }

    public void Ran(string group, HealthReport report)
    {
        var tags = (new KeyValuePair<string, object?>(Group, group), new KeyValuePair<string, object?>(RunState, VerdictText.LowerOf(report.Overall)));
        _runs.Add(1, tags.Item1, tags.Item2);
        _runDuration.Record(report.Duration.TotalSeconds, tags.Item1, tags.Item2);
        RunTrace.Write(group, report);
    }

    private IEnumerable<Measurement<int>> States()
    {
        foreach (var last in Current())
        {
            foreach (var verdict in Verdicts)
            {
                yield return new Measurement<int>(
                    verdict == last.Verdict ? 1 : 0,
                    new KeyValuePair<string, object?>(CheckName, last.Name),
                    new KeyValuePair<string, object?>(CheckState, VerdictText.LowerOf(verdict)));
            }
        }
    }

    private IEnumerable<Measurement<int>> Degraded() => Current().Select(last => new Measurement<int>(
        last.Degraded is null ? 0 : 1, new KeyValuePair<string, object?>(CheckName, last.Name)));

    private IEnumerable<Measurement<int>> CertificateDays() => Current().Where(last => last.CertificateDays is not null).Select(last => new Measurement<int>(
        last.CertificateDays!.Value, new KeyValuePair<string, object?>(CheckName, last.Name)));

    private IEnumerable<CheckOutcome> Current()
    {
        var now = _time.GetUtcNow();
        foreach (var check in Volatile.Read(ref _checks))
        {
            if (check.Reporter.Last is { } last && now - last.StartedAt - (last.Age ?? TimeSpan.Zero) <= MaxStateAge)
            {
                yield return last;
            }
        }
    }
}
