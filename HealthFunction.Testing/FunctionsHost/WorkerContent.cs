using System.Net;

namespace HealthFunction.Testing;

/// <summary>A body with the headers that came with it. The stock types add a length if a function gave none.</summary>
internal sealed class WorkerContent(ReadOnlyMemory<byte> body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
