using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HealthFunction.History.Storage;

/// <summary>
/// The position after a page of runs, as an opaque text. It holds a time and a checksum over the time and the query, so a text that
/// was made up, cut off or used with another query is detected. It gives access to nothing that the query does not.
/// </summary>
internal static class Continuation
{
    private const int ChecksumLength = 8;
    private const int Length = sizeof(long) + ChecksumLength;

    public static string Write(RunQuery query, DateTimeOffset before)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, before.UtcTicks);
        Checksum(query, before.UtcTicks, bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The time that <see cref="Write"/> was given; null when the text is invalid or belongs to another query.</summary>
    public static DateTimeOffset? TryRead(RunQuery query, string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 2 * Length || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != Length)
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        Span<byte> expected = stackalloc byte[ChecksumLength];
        Checksum(query, ticks, expected);
        return expected.SequenceEqual(bytes[sizeof(long)..]) && ticks > 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
    }

    private static void Checksum(RunQuery query, long ticks, Span<byte> checksum)
    {
        var covered = string.Create(
            CultureInfo.InvariantCulture,
            $"runs 1\n{ticks}\n{query.Since?.UtcTicks}\n{query.Until?.UtcTicks}\n{query.Status}\n{query.Check}");
        SHA256.HashData(Encoding.UTF8.GetBytes(covered)).AsSpan(0, ChecksumLength).CopyTo(checksum);
    }
}
