using System.Globalization;

namespace HealthFunction.Probes.Endpoints;

/// <summary>Status codes and ranges of them, such as <c>200-204,301</c>.</summary>
internal sealed class StatusSet
{
    private const int Min = 100;
    private const int Max = 599;

    private readonly IReadOnlyList<(int First, int Last)> _ranges;

    private StatusSet(IReadOnlyList<(int First, int Last)> ranges) => _ranges = ranges;

    public static StatusSet Success { get; } = new([(200, 299)]);

    /// <returns>Null when the text is no such list.</returns>
    public static StatusSet? TryRead(string text)
    {
        var ranges = new List<(int, int)>();
        foreach (var entry in text.Split(','))
        {
            if (entry.Split('-') is not ([_] or [_, _]) || !TryReadCode(entry.Split('-')[0], out var first) || !TryReadCode(entry.Split('-')[^1], out var last)
                || first > last)
            {
                return null;
            }

            ranges.Add((first, last));
        }

        return new(ranges);
    }

    public bool Contains(int status) => _ranges.Any(range => status >= range.First && status <= range.Last);

    private static bool TryReadCode(string text, out int code) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= Min and <= Max;
}
