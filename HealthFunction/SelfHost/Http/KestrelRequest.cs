using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Http;

internal sealed class KestrelRequest(FunctionContext context, HttpContext http) : HttpRequestData(context)
{
    private const string ForwardedFor = "X-Forwarded-For";

    private HttpHeadersCollection? _headers;
    private Uri? _url;

    public override Stream Body => http.Request.Body;

    public override HttpHeadersCollection Headers => _headers ??= CopyHeaders();

    public override IReadOnlyCollection<IHttpCookie> Cookies =>
        [.. http.Request.Cookies.Select(cookie => new HttpCookie(cookie.Key, cookie.Value))];

    public override Uri Url => _url ??= MakeUrl();

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => http.Request.Method;

    public override HttpResponseData CreateResponse() => new KestrelResponse(FunctionContext);

    private HttpHeadersCollection CopyHeaders()
    {
        var copy = new HttpHeadersCollection();
        foreach (var (name, values) in http.Request.Headers)
        {
            if (values.Count == 1)
            {
                copy.TryAddWithoutValidation(name, values[0]);
            }
            else
            {
                copy.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        AddPeer(copy);
        return copy;
    }

    /// <summary>
    /// On Azure the platform's front end appends the address of whoever connected to it to X-Forwarded-For, and that is the only
    /// place where a function can find it. Here this host is the front end.
    /// </summary>
    private void AddPeer(HttpHeadersCollection headers)
    {
        if (http.Connection.RemoteIpAddress is not { } peer)
        {
            return;
        }

        var forwardedFor = http.Request.Headers[ForwardedFor];
        headers.Remove(ForwardedFor);
        headers.TryAddWithoutValidation(ForwardedFor, forwardedFor.Count == 0 ? peer.ToString() : $"{string.Join(", ", forwardedFor.ToArray())}, {peer}");
    }

    private Uri MakeUrl()
    {
        var request = http.Request;
        var rest = $"{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString.Value}";

        // HTTP/1.0 brings no host, and Kestrel lets names through that no Uri takes.
        return Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}{rest}", UriKind.Absolute, out var url)
            ? url
            : new Uri($"{request.Scheme}://localhost:{http.Connection.LocalPort}{rest}");
    }
}
