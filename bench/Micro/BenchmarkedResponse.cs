using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Micro;

/// <summary>Receives an answer and discards its body.</summary>
internal sealed class BenchmarkedResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = Stream.Null;

    public override HttpCookies Cookies => throw new NotSupportedException();
}
