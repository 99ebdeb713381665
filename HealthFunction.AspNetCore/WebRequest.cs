using System.Net;
using HealthFunction.Http;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.AspNetCore;

internal sealed class WebRequest(HttpContext http, string? parameter) : SurfaceRequest
{
    public override string Method => http.Request.Method;

    public override string? PathValue => parameter is null ? null : http.Request.RouteValues[parameter] as string;

    public override IPAddress? Peer => http.Connection.RemoteIpAddress;

    public override CancellationToken CallerGone => http.RequestAborted;

    protected override string QueryString => http.Request.QueryString.Value ?? "";

    public override string? Header(string name) =>
        http.Request.Headers.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null;
}
