using Azure.Identity;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary>
/// The probes of the configured dependencies, in the order of the answer: databases, caches, tables, endpoints. Each lives as
/// long as the app and holds one client.
/// </summary>
internal sealed class ProbeSet : IAsyncDisposable
{
    private readonly List<HealthCheckRegistration> _registrations = [];
    private readonly List<EarlyCheck> _checks = [];
    private readonly List<IAsyncDisposable> _probes = [];
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;

    public ProbeSet(HealthOptions options, TimeProvider time)
    {
        _options = options;
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
            var credential = table.IsUrl ? Credential(table.ClientId) : null;
            Add($"table.{name}", table, timeout => new TableProbe(table, timeout, credential, time));
        }

        foreach (var (name, endpoint) in options.Endpoints)
        {
            Add($"endpoint.{name}", endpoint, timeout => new EndpointProbe(endpoint, timeout, time));
        }
    }

    public void Register(ICollection<HealthCheckRegistration> registrations)
    {
        foreach (var registration in _registrations)
        {
            registrations.Add(registration);
        }
    }

    /// <summary>Calls every probe once, so that it is compiled and connected when somebody asks. Call before anybody can.</summary>
    public void CallEarly()
    {
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
        var timeout = options.Timeout ?? _options.Timeout;
        var probe = create(timeout);
        _probes.Add(probe);
        var check = new EarlyCheck(probe, timeout, _time);
        _checks.Add(check);
        var failureStatus = options.Critical ? HealthStatus.Unhealthy : HealthStatus.Degraded;
        _registrations.Add(new HealthCheckRegistration(name, check, failureStatus, tags: null, timeout));
    }

    private static DefaultAzureCredential Credential(string? clientId) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId ?? Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") });
}
