using Azure.Identity;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Probes;

/// <summary>
/// The probes of the configured dependencies, in the order of the answer: databases, caches, tables, endpoints. Each lives as
/// long as the app and holds one client.
/// </summary>
internal sealed class ProbeSet : IAsyncDisposable
{
    private readonly List<HealthCheckRegistration> _registrations = [];
    private readonly List<IAsyncDisposable> _probes = [];
    private readonly HealthOptions _options;

    public ProbeSet(IOptions<HealthOptions> options, TimeProvider time)
    {
        _options = options.Value;

        foreach (var (name, database) in _options.Databases)
        {
            var credential = database.Identity == IdentityKind.Entra ? Credential(database.ClientId) : null;
            Add($"database.{name}", database, timeout => new DatabaseProbe(database, timeout, credential, time));
        }

        foreach (var (name, cache) in _options.Caches)
        {
            var credential = cache.Identity == IdentityKind.Entra ? Credential(cache.ClientId) : null;
            Add($"cache.{name}", cache, timeout => new CacheProbe(cache, timeout, credential, time));
        }

        foreach (var (name, table) in _options.Tables)
        {
            var credential = table.IsUrl ? Credential(table.ClientId) : null;
            Add($"table.{name}", table, timeout => new TableProbe(table, timeout, credential, time));
        }

        foreach (var (name, endpoint) in _options.Endpoints)
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
        var failureStatus = options.Critical ? HealthStatus.Unhealthy : HealthStatus.Degraded;
        _registrations.Add(new HealthCheckRegistration(name, probe, failureStatus, tags: null, timeout));
    }

    private static DefaultAzureCredential Credential(string? clientId) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId ?? Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") });
}
