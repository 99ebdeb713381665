using System.Buffers.Binary;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.Testing;

/// <summary>The messages of one bidirectional gRPC call, each after a byte for "not compressed" and its length.</summary>
internal sealed class GrpcStream(HttpContext http)
{
    private const int PrefixLength = 5;

    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>();

    /// <returns>Null at the end of the stream.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync()
    {
        var prefix = new byte[PrefixLength];
        if (await http.Request.Body.ReadAtLeastAsync(prefix, PrefixLength, throwOnEndOfStream: false, http.RequestAborted) < PrefixLength)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await http.Request.Body.ReadExactlyAsync(message, http.RequestAborted);
        return message;
    }

    /// <summary>Never waits; messages are sent in this order.</summary>
    public void Write(ReadOnlyMemory<byte> message)
    {
        var framed = new byte[PrefixLength + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.Span.CopyTo(framed.AsSpan(PrefixLength));
        _outgoing.Writer.TryWrite(framed);
    }

    /// <summary>Sends what is written until <see cref="Complete"/>.</summary>
    public async Task SendAsync()
    {
        await foreach (var framed in _outgoing.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.Body.WriteAsync(framed, http.RequestAborted);
        }
    }

    public void Complete() => _outgoing.Writer.TryComplete();
}
