namespace HealthFunction.Http;

/// <summary>An HTTP response before it belongs to a host.</summary>
internal sealed record HttpAnswer(int Status)
{
    /// <summary>Null when there is no body.</summary>
    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Beside Content-Type and Content-Length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The answer for one caller where a gate is set: a shared cache would hand it on to callers that the gate refuses.</summary>
    public HttpAnswer Private() => this with
    {
        Headers = [.. Headers.Select(h => h.Key == "Cache-Control" ? new(h.Key, h.Value.Replace("public", "private", StringComparison.Ordinal)) : h)],
    };

    /// <summary>Whether only the headers are sent, as for HEAD.</summary>
    public bool OmitsBody { get; init; }

    /// <summary>In bytes, whether or not the body is sent. Null for 304, where it would be the length of the body that the caller has.</summary>
    public int? ContentLength => Status == 304 ? null : Body.Length;

    /// <summary>What is sent behind the headers.</summary>
    public ReadOnlyMemory<byte> Sent => OmitsBody ? default : Body;
}
