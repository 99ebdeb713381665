namespace HealthFunction.Http;

/// <summary>Splits the lists of headers such as Accept, within bounds: requests of strangers must cost little.</summary>
internal static class AcceptHeader
{
    /// <summary>Far more than any client needs; further ranges are ignored.</summary>
    public const int MaxRanges = 50;

    /// <summary>A header's ranges in their order.</summary>
    /// <param name="header">The value; null and empty have no ranges.</param>
    /// <param name="parse">Reads one range.</param>
    /// <returns>Null when one of them cannot be parsed: such a header says nothing about what the caller accepts.</returns>
    public static IReadOnlyList<T>? Ranges<T>(string? header, TryParse<T> parse)
        where T : class
    {
        List<T> ranges = [];
        var rest = header.AsSpan();
        while (!rest.IsEmpty && ranges.Count < MaxRanges)
        {
            var comma = rest.IndexOf(',');
            var entry = (comma < 0 ? rest : rest[..comma]).Trim();
            rest = comma < 0 ? [] : rest[(comma + 1)..];
            if (entry.IsEmpty)
            {
                continue;
            }

            if (!parse(entry.ToString(), out var range))
            {
                return null;
            }

            ranges.Add(range!);
        }

        return ranges;
    }

    public delegate bool TryParse<T>(string text, out T? range);
}
