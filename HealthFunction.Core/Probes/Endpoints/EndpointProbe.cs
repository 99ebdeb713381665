using System.Net.Http.Headers;
using Azure.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes.Endpoints;

/// <summary>An HTTP endpoint is UP when its answer is as expected.</summary>
internal sealed class EndpointProbe : IHealthCheck, IAsyncDisposable
{
    private readonly EndpointOptions _options;
    private readonly TimeSpan _timeout;
    private readonly ProbeCredential? _credential;
    private readonly TimeProvider _time;
    private readonly KeptClient<ProbeHttp> _client;
    private ShownCertificate? _certificate;

    public EndpointProbe(EndpointOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _options = options;
        _timeout = timeout;
        _time = time;
        _credential = ProbeCredential.Wrap(credential, timeout, time);

        // The files of certificates are read again for each client, because they are renewed while the app runs.
        _client = new(
            _ => Task.FromResult(new ProbeHttp(timeout, options.Certificates.Load(), new ShownCertificate(time))),
            static http => http.Dispose(),
            timeout,
            time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Before a client is used, because a credential that is missing is no failure of a kept connection.
            var credential = await _options.Authentication.GetAsync(_credential, cancellationToken).ConfigureAwait(false);
            await _client.UseAsync((http, token) => AskAsync(http, credential, token), cancellationToken).ConfigureAwait(false);
            return _options.CertificateLimit.Judge(_certificate?.EndsAt, _time.GetUtcNow());
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ProbeFailure.From(e, static _ => null, _timeout);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AskAsync(ProbeHttp http, AuthenticationHeaderValue? credential, CancellationToken cancellationToken)
    {
        using var request = _options.Request.Create(_options.Url, credential);
        using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        await EndpointAnswer.CompareAsync(response, _options.Expected, cancellationToken).ConfigureAwait(false);
        http.Certificate?.RefuseEnded();
        _certificate = http.Certificate;
    }
}
