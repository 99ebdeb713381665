using System.Net;
using System.Net.Http.Headers;
using HealthFunction.Checks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes.Endpoints;

/// <summary>An HTTP endpoint is UP when it answers with the expected status.</summary>
internal sealed class EndpointProbe : IHealthCheck, IAsyncDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent = new("HealthFunction", null);

    /// <summary>A cache in between must not answer for the endpoint.</summary>
    private static readonly CacheControlHeaderValue Fresh = new() { NoCache = true };

    /// <summary>The same for caches of HTTP/1.0.</summary>
    private static readonly NameValueHeaderValue FreshForOldCaches = new("no-cache");

    private readonly EndpointOptions _options;
    private readonly TimeSpan _timeout;
    private readonly HttpMethod _method;
    private readonly KeptClient<ProbeHttp> _client;

    public EndpointProbe(EndpointOptions options, TimeSpan timeout, TimeProvider time)
    {
        _options = options;
        _timeout = timeout;
        _method = new HttpMethod(options.Method);
        _client = new(_ => Task.FromResult(new ProbeHttp(timeout)), static http => http.Dispose(), timeout, time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await _client.UseAsync(AskAsync, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
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

    private async Task AskAsync(ProbeHttp http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(_method, _options.Url);
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.CacheControl = Fresh;
        request.Headers.Pragma.Add(FreshForOldCaches);
        using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        var expected = _options.ExpectedStatus is { } status ? (int)response.StatusCode == status : response.IsSuccessStatusCode;
        if (!expected)
        {
            throw new ProbeException(ReadStatus(response.StatusCode));
        }
    }

    private static ErrorText ReadStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ErrorText.AuthenticationFailed,
        HttpStatusCode.Forbidden => ErrorText.PermissionDenied,
        HttpStatusCode.NotFound => ErrorText.NotFound,
        HttpStatusCode.TooManyRequests => ErrorText.Throttled,
        _ => ErrorText.UnexpectedStatus((int)status),
    };
}
