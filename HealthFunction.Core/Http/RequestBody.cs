namespace HealthFunction.Http;

/// <summary>Reads a body within bounds.</summary>
internal static class RequestBody
{
    /// <summary>In bytes; far more than the longest plan needs.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>A caller with a key is not a stranger, but its connection may be a bad one.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <returns>Null if it is too long.</returns>
    /// <exception cref="OperationCanceledException">It did not come in time, or the caller is gone.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(SurfaceRequest request, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(MaxTime, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.CallerGone);
        var body = new byte[MaxLength + 1];
        var length = 0;
        while (length < body.Length)
        {
            var read = await request.Body.ReadAsync(body.AsMemory(length), linked.Token).ConfigureAwait(false);
            if (read == 0)
            {
                return body.AsMemory(0, length);
            }

            length += read;
        }

        return null;
    }
}
