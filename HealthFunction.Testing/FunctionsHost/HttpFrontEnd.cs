using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HealthFunction.Testing;

/// <summary>
/// The host's HTTP side and Azure's front end before it, without the network: a request goes to the function whose route it matches.
/// Everything that a host adds to an invocation is added, so that a function sees no difference.
/// </summary>
/// <param name="worker">Serves the functions.</param>
/// <param name="peer">The caller's address as Azure's front end appends it to X-Forwarded-For: with its port.</param>
internal sealed class HttpFrontEnd(WorkerApp worker, string peer) : HttpMessageHandler
{
    /// <summary>The name of the only key, which is a key of the host for all functions.</summary>
    public const string KeyName = "default";

    public const string Key = "the-key-of-the-stand-in-host==";

    private const string ForwardedFor = "x-forwarded-for";

    /// <returns>Null when no function has such a route and method, or the caller has no key for it.</returns>
    public async Task<Invocation?> BeginAsync(HttpRequestMessage request)
    {
        var path = PathString.FromUriComponent(request.RequestUri!).Value!;
        foreach (var function in worker.Functions)
        {
            if (function.Accepts(request.Method) && function.Match(path) is { } route && (!function.NeedsKey || HasKey(request)))
            {
                var body = request.Content is { } content ? await content.ReadAsByteArrayAsync() : [];
                var headers = Headers(request);
                var input = new ProtoWriter().Message(Rpc.Data.Http, RpcHttp.Request(request, headers, route, body, HasKey(request) ? KeyName : null));
                return worker.Begin(function, input, Metadata(request, headers, route));
            }
        }

        return null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await BeginAsync(request) is not { } invocation)
        {
            var path = PathString.FromUriComponent(request.RequestUri!).Value!;
            return Empty(worker.Functions.Any(f => f.Accepts(request.Method) && f.Match(path) is not null) ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound);
        }

        await using var gone = cancellationToken.Register(invocation.Cancel);
        var result = await invocation.Result;
        cancellationToken.ThrowIfCancellationRequested();
        return result.IsSuccess ? result.ToHttp(withBody: request.Method != HttpMethod.Head) : Empty(HttpStatusCode.InternalServerError);
    }

    /// <summary>In the header, or in the query.</summary>
    private static bool HasKey(HttpRequestMessage request) =>
        (request.Headers.TryGetValues("x-functions-key", out var values) && values.Contains(Key))
        || QueryHelpers.ParseQuery(request.RequestUri!.Query).TryGetValue("code", out var code) && code == Key;

    private static HttpResponseMessage Empty(HttpStatusCode status) => new(status) { Content = new WorkerContent(default) };

    private Dictionary<string, string> Headers(HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string> { ["host"] = request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }

        headers[ForwardedFor] = headers.TryGetValue(ForwardedFor, out var before) ? $"{before}, {peer}" : peer;
        return headers;
    }

    /// <summary>
    /// The host passes the query's values to a function's parameters by name, and the route's values win. An absent parameter of the
    /// route hides the query's value.
    /// </summary>
    private static Dictionary<string, ProtoWriter> Metadata(
        HttpRequestMessage request, Dictionary<string, string> headers, IEnumerable<KeyValuePair<string, object?>> route)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        var metadata = query.Where(q => !q.Key.Equals("code", StringComparison.OrdinalIgnoreCase))
            .DistinctBy(q => q.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(q => q.Key, q => new ProtoWriter().Text(Rpc.Data.Text, q.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in route)
        {
            metadata.Remove(name);
            if (value is string text)
            {
                metadata.Add(name, new ProtoWriter().Text(Rpc.Data.Text, text));
            }
        }

        metadata.TryAdd("Query", WorkerApp.Json(query));
        metadata.TryAdd("Headers", WorkerApp.Json(headers));
        return metadata;
    }
}
