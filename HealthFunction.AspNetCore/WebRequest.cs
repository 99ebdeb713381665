using System.Net;
using HealthFunction.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.AspNetCore;

internal sealed class WebRequest(HttpContext http, string? parameter) : SurfaceRequest
{
    public override string Method => http.Request.Method;

    public override string? PathValue => parameter is null ? null : http.Request.RouteValues[parameter] as string;

    public override IPAddress? Peer => http.Connection.RemoteIpAddress;

    /// <summary>
    /// The user, where the app has put an authorization policy on the endpoint: without one, the app has decided nothing.
    /// </summary>
    public override string? AdmittedAs =>
        http.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null)
        && metadata.GetMetadata<IAllowAnonymous>() is null
            ? http.User.Identity?.Name ?? "authorized caller"
            : null;

    public override Stream Body => http.Request.Body;

    public override CancellationToken CallerGone => http.RequestAborted;

    protected override string QueryString => http.Request.QueryString.Value ?? "";

    public override string? Header(string name) =>
        http.Request.Headers.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null;
}
