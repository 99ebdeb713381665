using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

/// <summary>Runs the registered checks for all callers: the endpoint, the recorder and the page.</summary>
internal sealed class HealthRunner
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly DrainSwitch _drain;
    private readonly Dictionary<string, CheckGroup> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly CheckGroup _all;

    public HealthRunner(
        IOptions<HealthCheckServiceOptions> checks,
        CheckOptions options,
        CheckTraitsBook traits,
        DrainSwitch drain,
        OutcomeJudge judge,
        IServiceProvider services,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        RunTelemetry telemetry,
        ILogger<HealthRunner> logger)
    {
        (_lifetime, _drain) = (lifetime, drain);
        var registrations = checks.Value.Registrations;

        // A check with a thread of its own may still block the pool after its first await and in callbacks on its token.
        PoolReserve.Ensure("checks", 2 * registrations.Count(CheckNames.MayBlock));
        List<MonitoredCheck> monitored =
        [
            .. registrations.Select(r => new MonitoredCheck(
                r, traits.Of(r.Name), options.Timeout, new CheckCode(r, services), judge, new AttemptReporter(r.Name, judge.Scrub, telemetry, logger), time)),
        ];
        telemetry.Observe(monitored);

        var memberships = monitored.SelectMany(c => CheckNames.GroupsOf(c.Registration).Select(g => (Group: g, Check: c)));
        foreach (var members in memberships.GroupBy(m => m.Group, m => m.Check, StringComparer.OrdinalIgnoreCase))
        {
            _named[members.Key] = Named(members.Key, [.. members]);
        }

        foreach (var check in monitored)
        {
            _named[check.Name] = Named(check.Name, [check]);
        }

        _named[CheckNames.Ready] = Deployment(CheckNames.Ready, [.. monitored.Where(c => c.Critical)]);
        Members = _named.ToDictionary(g => g.Key, g => g.Value.Names, StringComparer.OrdinalIgnoreCase);
        _all = Deployment(CheckNames.All, monitored);
        _named[CheckNames.Drain] = Deployment(CheckNames.Drain, []);
        if (options.Drain is { } reason)
        {
            CheckLog.Drained(logger, reason.Text);
        }

        CheckGroup Named(string name, IReadOnlyList<MonitoredCheck> members) => new(name, members, everyCheckDecides: true, drain: null, time, telemetry);

        CheckGroup Deployment(string name, IReadOnlyList<MonitoredCheck> members) => new(name, members, everyCheckDecides: false, drain, time, telemetry);
    }

    /// <summary>The checks of each name that can be requested, in configured order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Members { get; }

    /// <summary>Whether there is a check or group of that name; that of the drain is there while there is one.</summary>
    public bool Knows(string name) =>
        _named.ContainsKey(name) && (!CheckNames.Drain.Equals(name, StringComparison.OrdinalIgnoreCase) || _drain.Reason is not null);

    /// <summary>The report of a run of all checks that begins after this call.</summary>
    public Task<HealthReport> RunAsync() => _all.RunAsync();

    /// <summary>The report on the check or group of that name, or on all checks if it is null.</summary>
    /// <returns>The report, and its age if it was given to earlier callers.</returns>
    /// <exception cref="KeyNotFoundException">There is no check or group of that name.</exception>
    public ValueTask<(HealthReport Report, TimeSpan? Age)> GetAsync(string? name, TimeSpan maxAge)
    {
        var group = name is null ? _all : _named[name];

        // A new caller should go to another instance; requests that arrived before the stop still get a run.
        return _lifetime.ApplicationStopping.IsCancellationRequested
            ? new((group.NotAsked(ErrorText.ShuttingDown), null))
            : group.GetAsync(maxAge);
    }
}
