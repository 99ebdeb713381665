using System.Net;
using HealthFunction.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Worker;

internal sealed class WorkerRequest(HttpRequestData request, string? pathValue) : SurfaceRequest
{
    public override string Method => request.Method;

    public override string? PathValue => pathValue;

    /// <summary>
    /// Unknown to the worker: callers connect to the platform's front end, which appends their address to X-Forwarded-For.
    /// </summary>
    public override IPAddress? Peer => null;

    public override CancellationToken CallerGone => request.FunctionContext.CancellationToken;

    protected override string QueryString => request.Url.Query;

    public override string? Header(string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
