namespace HealthFunction.Http;

/// <summary>An HTTP response, independent of the host.</summary>
internal sealed record HttpAnswer(int Status)
{
    /// <summary>Null when there is no body.</summary>
    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body in gzip, made when the first caller that accepts it gets the answer; null where it is not worthwhile.</summary>
    public Lazy<byte[]>? Compressed { get; init; }

    /// <summary>Without Content-Type and Content-Length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The answer if a gate is set: a shared cache would give it to callers that the gate refuses.</summary>
    public HttpAnswer Private() => this with
    {
        Headers = [.. Headers.Select(h => h.Key == "Cache-Control" ? new(h.Key, h.Value.Replace("public", "private", StringComparison.Ordinal)) : h)],
    };

    /// <summary>Whether only the headers are sent, as for HEAD.</summary>
    public bool OmitsBody { get; init; }

    /// <summary>
    /// In bytes, whether or not the body is sent. Null for 304, where it would be the length of the body that the caller has.
    /// </summary>
    public int? ContentLength => Status == 304 ? null : Body.Length;

    /// <summary>The bytes after the headers.</summary>
    public ReadOnlyMemory<byte> Sent => OmitsBody ? default : Body;
}
