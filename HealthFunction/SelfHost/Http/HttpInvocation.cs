using System.Diagnostics;
using HealthFunction.SelfHost.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost.Http;

internal sealed class HttpInvocation : Invocation
{
    private readonly HttpContext _http;
    private InvocationTrace? _trace;
    private InvocationBindings? _bindings;

    public HttpInvocation(FunctionDescriptor function, IServiceScopeFactory scopes, HttpContext http)
        : base(function, scopes, CancellationToken.None)
    {
        _http = http;
        Request = new KestrelRequest(this, http);
    }

    public HttpRequestData Request { get; }

    public override RetryContext RetryContext => InvocationRetries.None;

    public override TraceContext TraceContext => _trace ??= new InvocationTrace(
        Activity.Current?.Id ?? (string?)_http.Request.Headers.TraceParent, (string?)_http.Request.Headers.TraceState);

    public override BindingContext BindingContext =>
        _bindings ??= new InvocationBindings(new Dictionary<string, object?>(_http.Request.RouteValues, StringComparer.OrdinalIgnoreCase));

    // Asking Kestrel for its token makes it, so that is left until a function asks.
    protected override CancellationToken Cancelled => _http.RequestAborted;

    public string? RouteValue(string name) => _http.Request.RouteValues[name] as string;
}
