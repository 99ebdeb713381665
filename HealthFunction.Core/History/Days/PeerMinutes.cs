using HealthFunction.History.Runs;

namespace HealthFunction.History.Days;

/// <summary>One UTC day of one peer, as this source saw it.</summary>
internal sealed class PeerMinutes(string source)
{
    /// <summary>The peer's source.</summary>
    public string Source { get; } = source;

    /// <summary>Each minute as a <see cref="PeerState"/>, which takes two bits as well.</summary>
    public MinuteMap Minutes { get; init; } = new();

    /// <summary>What a later version of the app wrote beside these, kept as it is.</summary>
    public IReadOnlyList<DaySection> Others { get; init; } = [];

    public PeerState this[int minute] => (PeerState)Minutes[minute];

    public void Saw(int minute, PeerState state) => Minutes.Raise(minute, (MinuteState)state);

    /// <summary>Adds what another row has of the same peer.</summary>
    public void Add(PeerMinutes other)
    {
        for (var minute = other.Minutes.FirstRecorded(); minute >= 0; minute = other.Minutes.FirstRecorded(minute + 1))
        {
            Saw(minute, other[minute]);
        }
    }
}
