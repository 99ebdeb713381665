namespace HealthFunction.Formats;

/// <summary>An HTTP response before it belongs to a host: what the formats make and the functions send.</summary>
internal sealed record HttpAnswer(int Status)
{
    /// <summary>Null when there is no body.</summary>
    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Beside Content-Type and Content-Length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
