using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace HealthFunction.Testing;

/// <summary>HTTP in the host's protocol: header names in lower case, one value each, and the query also apart from the URL.</summary>
internal static class RpcHttp
{
    /// <param name="request">The client's request; its URL is absolute.</param>
    /// <param name="headers">All headers that the host received.</param>
    /// <param name="route">The values of the route's parameters.</param>
    /// <param name="body">May be empty.</param>
    /// <param name="keyName">The name of the caller's key; null if it has none.</param>
    public static ProtoWriter Request(
        HttpRequestMessage request,
        IEnumerable<KeyValuePair<string, string>> headers,
        IEnumerable<KeyValuePair<string, object?>> route,
        ReadOnlySpan<byte> body,
        string? keyName)
    {
        var http = new ProtoWriter().Text(1, request.Method.Method).Text(2, request.RequestUri!.AbsoluteUri);
        if (!body.IsEmpty)
        {
            http.Message(4, new ProtoWriter().Bytes(Rpc.Data.Bytes, body));
        }

        if (keyName is not null)
        {
            var level = new ProtoWriter().Text(1, "Function").Text(2, "http://schemas.microsoft.com/2017/07/functions/claims/authlevel");
            var key = new ProtoWriter().Text(1, keyName).Text(2, "http://schemas.microsoft.com/2017/07/functions/claims/keyid");
            http.Message(18, new ProtoWriter().Message(1, Nullable("WebJobsAuthLevel")).Message(2, Nullable("name")).Message(3, Nullable("role")).Message(4, level).Message(4, key));
        }

        foreach (var (name, value) in headers)
        {
            http.Entry(20, name, Nullable(value));
        }

        foreach (var (name, value) in route)
        {
            if (value is string text)
            {
                http.Entry(21, name, Nullable(text));
            }
        }

        foreach (var (name, value) in QueryHelpers.ParseQuery(request.RequestUri.Query))
        {
            http.Entry(22, name, Nullable(value.ToString()));
        }

        return http;
    }

    public static HttpResponseMessage ReadResponse(ProtoMessage http, bool withBody)
    {
        var response = new HttpResponseMessage((HttpStatusCode)int.Parse(http.Text(12), CultureInfo.InvariantCulture))
        {
            Content = new WorkerContent(withBody ? http.Message(4).Bytes(Rpc.Data.Bytes) : default),
        };
        foreach (var (name, value) in http.Map(3))
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    private static ProtoWriter Nullable(string value) => new ProtoWriter().Text(1, value);
}
