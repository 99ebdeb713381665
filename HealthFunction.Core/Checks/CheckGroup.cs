namespace HealthFunction.Checks;

/// <summary>
/// The checks of one route, and the runs that its requests share: the group commit of databases. A request joins a run that begins after
/// it arrived, together with all other waiting requests. A check is attempted once at a time, for all groups together.
/// </summary>
/// <param name="name">The name of the group in telemetry.</param>
/// <param name="checks">In configured order.</param>
/// <param name="everyCheckDecides">Whether checks that are not critical also decide: a caller that names a check wants the verdict of
/// that check.</param>
/// <param name="drain">Whether the group is out of rotation; null if it never is.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Measures runs and the requests that share them.</param>
/// <remarks>A run belongs to no caller: nothing of the caller's context or cancellation reaches it.</remarks>
internal sealed class CheckGroup(
    string name, IReadOnlyList<MonitoredCheck> checks, bool everyCheckDecides, DrainSwitch? drain, TimeProvider time, RunTelemetry telemetry)
{
    private readonly Lock _lock = new();
    private CheckRun? _newest;
    private HealthReport? _last;

    public IReadOnlyList<string> Names => [.. checks.Select(c => c.Name)];

    /// <summary>The report of a run that begins after this call.</summary>
    public Task<HealthReport> RunAsync()
    {
        CheckRun run;
        lock (_lock)
        {
            if (_newest is { IsOpen: true })
            {
                telemetry.Joined(name);
                return _newest.Report.Task;
            }

            run = _newest = new CheckRun(checks, _newest);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.Group.RunAsync(s.Run), (Group: this, Run: run), preferLocal: false);
        return run.Report.Task;
    }

    /// <summary>
    /// The newest report if it is younger than <paramref name="maxAge"/> and no drain has begun or ended since, otherwise that of a new run.
    /// </summary>
    /// <returns>The report, and its age if it was given to earlier callers.</returns>
    public async ValueTask<(HealthReport Report, TimeSpan? Age)> GetAsync(TimeSpan maxAge)
    {
        if (maxAge > TimeSpan.Zero && Volatile.Read(ref _last) is { } last && last.Age(time) is var age && age < maxAge && last.Drain == drain?.Reason)
        {
            return (last, age);
        }

        return (await RunAsync().ConfigureAwait(false), null);
    }

    /// <summary>A report for which no check was called.</summary>
    public HealthReport NotAsked(ErrorText error) =>
        Report(Moment.Now(time), [.. checks.Select(c => c.NotAsked(error))]);

    private async Task RunAsync(CheckRun run)
    {
        try
        {
            await run.WaitAsync().ConfigureAwait(false);
            var begun = Moment.Now(time);
            var outcomes = await run.BeginAsync().ConfigureAwait(false);
            var report = Report(run.First(begun), outcomes);
            Volatile.Write(ref _last, report);
            Measure(report);
            run.Report.SetResult(report);
        }
#pragma warning disable CA1031 // It goes to those who wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            run.Report.SetException(e);
        }
    }

    private void Measure(HealthReport report)
    {
        try
        {
            telemetry.Ran(name, report);
        }
#pragma warning disable CA1031 // The callers get the report, whatever a listener throws.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private HealthReport Report(Moment start, IReadOnlyList<CheckOutcome> outcomes) =>
        new(start.At, start.Timestamp, start.Elapsed(time), outcomes, everyCheckDecides, drain?.Reason);
}
