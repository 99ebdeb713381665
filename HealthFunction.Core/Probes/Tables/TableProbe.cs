using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes.Tables;

/// <summary>
/// A table service is UP when it answers an authenticated read of a table that does not exist, by saying so. Reading the service's
/// properties or its tables would prove the same, but needs rights that an app has no other use for.
/// </summary>
internal sealed class TableProbe : IHealthCheck, IAsyncDisposable
{
    /// <summary>A name of this process alone, so that no such table can exist.</summary>
    private static readonly string Table = $"HealthFunctionProbe{Guid.NewGuid():N}";

    private readonly TableOptions _options;
    private readonly TimeSpan _timeout;
    private readonly TokenCredential? _credential;
    private readonly KeptClient<Client> _client;

    public TableProbe(TableOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _options = options;
        _timeout = timeout;
        _credential = ProbeCredential.Wrap(credential, timeout, time);
        _client = new(_ => Task.FromResult(Create()), static client => client.Dispose(), timeout, time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await _client.UseAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ProbeFailure.From(e, TableFailure.Read, _timeout);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task ReadAsync(Client client, CancellationToken cancellationToken)
    {
        // A status of 404 becomes "no value" here, without an exception.
        var entity = await client.Table.GetEntityIfExistsAsync<TableEntity>("health", "health", cancellationToken: cancellationToken).ConfigureAwait(false);
        TableAnswer.Check(entity.GetRawResponse());
    }

    private Client Create()
    {
        var http = new ProbeHttp(_timeout);
        var settings = new TableClientOptions { Transport = new HttpClientTransport(http.Client) };
        settings.Retry.MaxRetries = 0;
        // Above the deadline, so that only the attempt's token decides.
        settings.Retry.NetworkTimeout = _timeout * 2;
        settings.Diagnostics.ApplicationId = "HealthFunction";
        settings.Diagnostics.IsLoggingEnabled = false;
        settings.Diagnostics.IsDistributedTracingEnabled = false;
        var service = _options.Url is { } url
            ? new TableServiceClient(url, _credential, settings)
            : new TableServiceClient(_options.ConnectionString, settings);
        return new(http, service.GetTableClient(Table));
    }

    private sealed record Client(ProbeHttp Http, TableClient Table) : IDisposable
    {
        public void Dispose() => Http.Dispose();
    }
}
