using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Http;

internal sealed class KestrelResponse(FunctionContext context) : HttpResponseData(context)
{
    private HttpHeadersCollection? _headers;
    private Stream? _body;
    private ResponseCookies? _cookies;

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers
    {
        get => _headers ??= [];
        set => _headers = value ?? throw new InvalidOperationException("Headers takes no null.");
    }

    public override Stream Body
    {
        get => _body ??= new MemoryStream();
        set => _body = value ?? throw new InvalidOperationException("Body takes no null.");
    }

    public override HttpCookies Cookies => _cookies ??= new ResponseCookies();

    public IReadOnlyList<string> CookieHeaders => _cookies?.Headers ?? [];

    public Stream? BodyIfAny => _body;
}
