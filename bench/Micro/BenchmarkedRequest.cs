using System.Collections.Specialized;
using System.Security.Claims;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Micro;

/// <summary>A plain GET without headers, as cheap as possible, so that mainly the function is measured.</summary>
internal sealed class BenchmarkedRequest(IServiceProvider services) : HttpRequestData(new BenchmarkedContext { InstanceServices = services })
{
    private static readonly Uri Address = new("http://localhost/api/health");
    private static readonly HttpHeadersCollection None = [];
    private static readonly NameValueCollection NoQuery = [];

    public override Stream Body => Stream.Null;

    public override HttpHeadersCollection Headers => None;

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url => Address;

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => "GET";

    public override NameValueCollection Query => NoQuery;

    public override HttpResponseData CreateResponse() => new BenchmarkedResponse(FunctionContext);
}
