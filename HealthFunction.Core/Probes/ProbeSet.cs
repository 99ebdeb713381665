using Azure.Core;
using HealthFunction.Checks;
using HealthFunction.Identity;
using HealthFunction.Probes.Caches;
using HealthFunction.Probes.Databases;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Probes.Tables;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary>
/// The probes of the configured dependencies, in the order of the answer: databases, caches, tables, endpoints. Each lives as
/// long as the app and holds one client.
/// </summary>
internal sealed class ProbeSet : IAsyncDisposable
{
    private readonly List<HealthCheckRegistration> _registrations = [];
    private readonly Dictionary<string, CheckTraits> _traits = [];
    private readonly List<EarlyCheck> _checks = [];
    private readonly List<IAsyncDisposable> _probes = [];
    private readonly TimeSpan _defaultTimeout;
    private readonly TimeProvider _time;
    private bool _isWarm;

    public ProbeSet(ProbeOptions options, CheckOptions checks, TimeProvider time)
    {
        _defaultTimeout = checks.Timeout;
        _time = time;

        foreach (var (name, database) in options.Databases)
        {
            var credential = database.Identity == IdentityKind.Entra ? Credential(database.ClientId) : null;
            Add($"database.{name}", database, timeout => new DatabaseProbe(database, timeout, credential, time));
        }

        foreach (var (name, cache) in options.Caches)
        {
            var credential = cache.Identity == IdentityKind.Entra ? Credential(cache.ClientId) : null;
            Add($"cache.{name}", cache, timeout => new CacheProbe(cache, timeout, credential, time));
        }

        foreach (var (name, table) in options.Tables)
        {
            var credential = table.Url is not null ? Credential(table.ClientId) : null;
            Add($"table.{name}", table, timeout => new TableProbe(table, timeout, credential, time));
        }

        foreach (var (name, endpoint) in options.Endpoints)
        {
            var authentication = endpoint.Authentication;
            var credential = authentication.Identity == EndpointIdentity.Entra ? Credential(authentication.ClientId) : null;
            Add($"endpoint.{name}", endpoint, timeout => new EndpointProbe(endpoint, timeout, credential, time));
        }
    }

    /// <summary>What is said of each, by its name.</summary>
    public IReadOnlyDictionary<string, CheckTraits> Traits => _traits;

    public void RegisterFirst(ICollection<HealthCheckRegistration> registrations)
    {
        HealthCheckRegistration[] others = [.. registrations];
        registrations.Clear();
        foreach (var registration in _registrations.Concat(others))
        {
            registrations.Add(registration);
        }
    }

    /// <summary>
    /// Calls every probe once, so that it is compiled and connected for the first request. Call it before a request can arrive.
    /// </summary>
    public void WarmUp()
    {
        if (Interlocked.Exchange(ref _isWarm, true))
        {
            return;
        }

        foreach (var (check, registration) in _checks.Zip(_registrations))
        {
            check.CallEarly(registration);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var probe in _probes)
        {
            await probe.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Add<T>(string name, DependencyOptions options, Func<TimeSpan, T> create)
        where T : IHealthCheck, IAsyncDisposable
    {
        var timeout = options.Timeout ?? _defaultTimeout;
        var probe = create(timeout);
        _probes.Add(probe);
        var check = new EarlyCheck(probe, timeout, _time);
        _checks.Add(check);
        _traits[name] = options.Traits with { IsProbe = true };
        var failureStatus = options.Critical ? HealthStatus.Unhealthy : HealthStatus.Degraded;
        _registrations.Add(new HealthCheckRegistration(name, check, failureStatus, [CheckNames.NonBlocking, .. options.Traits.Tags], timeout));
    }

    private static TokenCredential Credential(string? clientId) => AppIdentity.AtHand(clientId);
}
