using System.Security.Cryptography;
using System.Text;

namespace HealthFunction.Formats.Feeds;

/// <summary>One incident, note, maintenance or drain as readers of a feed see it. Its texts are English, or those of its author.</summary>
internal sealed record FeedEntry
{
    /// <summary>The same in every format and for ever.</summary>
    public required string Id { get; init; }

    /// <summary>incident, note, maintenance or drain.</summary>
    public required string Kind { get; init; }

    /// <summary>The source that it is about; null is all.</summary>
    public required string? Source { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset Published { get; init; }

    /// <summary>When something that matters to readers changed last.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>A name as a URI that needs no address: the entry is the same behind every host name.</summary>
    public static string IdOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"healthfunction {name}")).AsSpan(0, 16);

        // RFC 9562: version 8, made of data by a rule of one's own.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }
}
