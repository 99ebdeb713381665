using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

/// <summary>Runs the registered checks for everybody who asks: the endpoint, the recorder and the page.</summary>
internal sealed class HealthRunner
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Dictionary<string, CheckGroup> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly CheckGroup _all;

    public HealthRunner(
        IOptions<HealthCheckServiceOptions> checks,
        IOptions<RunnerOptions> options,
        OutcomeJudge judge,
        IServiceProvider services,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        RunTelemetry telemetry,
        ILogger<HealthRunner> logger)
    {
        _lifetime = lifetime;
        var drain = options.Value.Drain is { } reason ? [DrainCheck.Register(reason)] : Array.Empty<HealthCheckRegistration>();
        var monitored = checks.Value.Registrations.Concat(drain)
            .Select(r => new MonitoredCheck(r, options.Value.Timeout, services, time, judge, telemetry, logger))
            .ToList();
        telemetry.Observe(monitored);

        _all = new CheckGroup(CheckNames.All, monitored, everyCheckDecides: false, time, telemetry);
        var memberships = monitored.SelectMany(c => CheckNames.GroupsOf(c.Registration).Select(g => (Group: g, Check: c)));
        foreach (var members in memberships.GroupBy(m => m.Group, m => m.Check, StringComparer.OrdinalIgnoreCase))
        {
            _named[members.Key] = new CheckGroup(members.Key, [.. members], everyCheckDecides: true, time, telemetry);
        }

        foreach (var check in monitored)
        {
            _named[check.Name] = new CheckGroup(check.Name, [check], everyCheckDecides: true, time, telemetry);
        }

        _named[CheckNames.Ready] = new CheckGroup(CheckNames.Ready, [.. monitored.Where(c => c.Critical)], everyCheckDecides: false, time, telemetry);
        Members = _named.ToDictionary(g => g.Key, g => g.Value.Names, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The report of a run of all checks that starts after this call.</summary>
    public Task<HealthReport> RunAsync() => _all.RunAsync();

    /// <summary>The checks behind each name that may be asked for, in configured order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Members { get; }

    /// <summary>Whether there is a check or group of that name.</summary>
    public bool Knows(string name) => _named.ContainsKey(name);

    /// <summary>The report on the check or group of that name, or on all checks when it is null.</summary>
    /// <returns>The report, and its age when it is one that was given before.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ValueTask<(HealthReport Report, TimeSpan? Age)> GetAsync(string? name, TimeSpan maxAge)
    {
        var group = name is null ? _all : _named[name];

        // Whoever is told so goes elsewhere; requests that came before are still answered by a run.
        return _lifetime.ApplicationStopping.IsCancellationRequested
            ? new((group.NotRun(ErrorText.ShuttingDown), null))
            : group.GetAsync(maxAge);
    }
}
