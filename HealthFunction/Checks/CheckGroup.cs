namespace HealthFunction.Checks;

/// <summary>
/// The checks that one route asks for, with the runs that its requests share. Different groups may ask for the same check; the
/// check itself sees to it that it is attempted once at a time.
/// </summary>
internal sealed class CheckGroup
{
    private readonly string _name;
    private readonly IReadOnlyList<MonitoredCheck> _checks;
    private readonly bool _everyCheckDecides;
    private readonly TimeProvider _time;
    private readonly RunTelemetry _telemetry;
    private readonly FreshCoalescer<HealthReport> _runs;
    private HealthReport? _last;

    /// <param name="name">What the group is called in telemetry.</param>
    /// <param name="checks">In configured order.</param>
    /// <param name="everyCheckDecides">
    /// Whether checks that are not critical decide too: whoever asks for a check by name wants to know about that one.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="telemetry">Told of runs and of the requests that share them.</param>
    public CheckGroup(string name, IReadOnlyList<MonitoredCheck> checks, bool everyCheckDecides, TimeProvider time, RunTelemetry telemetry)
    {
        _name = name;
        _checks = checks;
        _everyCheckDecides = everyCheckDecides;
        _time = time;
        _telemetry = telemetry;
        _runs = new FreshCoalescer<HealthReport>(RunAllAsync);
    }

    public IReadOnlyList<string> Names => [.. _checks.Select(c => c.Name)];

    /// <summary>The report of a run that starts after this call.</summary>
    public Task<HealthReport> RunAsync()
    {
        var run = _runs.JoinAsync(out var joined);
        if (joined)
        {
            _telemetry.Joined(_name);
        }

        return run;
    }

    /// <summary>The newest report when it is younger than <paramref name="maxAge"/>, or else that of a new run.</summary>
    /// <returns>The report, and its age when it is one that was given before.</returns>
    public async ValueTask<(HealthReport Report, TimeSpan? Age)> GetAsync(TimeSpan maxAge)
    {
        if (maxAge > TimeSpan.Zero && Volatile.Read(ref _last) is { } last && last.Age(_time) is var age && age < maxAge)
        {
            return (last, age);
        }

        return (await RunAsync().ConfigureAwait(false), null);
    }

    /// <summary>A report for which no check was run.</summary>
    public HealthReport NotRun(ErrorText error) =>
        Report(_time.GetUtcNow(), _time.GetTimestamp(), [.. _checks.Select(c => c.NotRun(error))]);

    private async Task<HealthReport> RunAllAsync()
    {
        var startedAt = _time.GetUtcNow();
        var startTimestamp = _time.GetTimestamp();
        var attempts = new Task<CheckOutcome>[_checks.Count];
        for (var i = 0; i < attempts.Length; i++)
        {
            attempts[i] = _checks[i].RunAsync();
        }

        var outcomes = await Task.WhenAll(attempts).ConfigureAwait(false);
        var report = Report(startedAt, startTimestamp, outcomes);
        Volatile.Write(ref _last, report);
        TryTell(report);
        return report;
    }

    private void TryTell(HealthReport report)
    {
        try
        {
            _telemetry.Ran(_name, report);
        }
#pragma warning disable CA1031 // Whoever waits for the report is to have it, whatever a listener throws.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private HealthReport Report(DateTimeOffset startedAt, long startTimestamp, IReadOnlyList<CheckOutcome> outcomes) =>
        new(startedAt, startTimestamp, _time.GetElapsedTime(startTimestamp), outcomes, _everyCheckDecides);
}
