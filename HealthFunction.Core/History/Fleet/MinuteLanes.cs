using HealthFunction.History.Days;

namespace HealthFunction.History.Fleet;

/// <summary>
/// The states in which the members of a fleet were, for 32 minutes at once: in each field the low bit of a minute says whether at least
/// one member was in that state. The two series follow from these alone.
/// </summary>
internal record struct MinuteLanes
{
    public ulong Up { get; set; }

    /// <summary>UP and not degraded.</summary>
    public ulong Sound { get; set; }

    /// <summary>UP and degraded.</summary>
    public ulong Degraded { get; set; }

    public ulong Missing { get; set; }

    public ulong Unknown { get; set; }

    public ulong Down { get; set; }

    public ulong Planned { get; set; }

    public static MinuteLanes operator |(MinuteLanes a, MinuteLanes b) => new()
    {
        Up = a.Up | b.Up,
        Sound = a.Sound | b.Sound,
        Degraded = a.Degraded | b.Degraded,
        Missing = a.Missing | b.Missing,
        Unknown = a.Unknown | b.Unknown,
        Down = a.Down | b.Down,
        Planned = a.Planned | b.Planned,
    };

    /// <summary>
    /// At least one member UP: the first of UP, missing, UNKNOWN, DOWN and planned that any member is in. It is degraded when every
    /// member that is UP is.
    /// </summary>
    public readonly MinuteLanes Any() => new()
    {
        Up = Up,
        Degraded = Up & ~Sound,
        Missing = Missing & ~Up,
        Unknown = Unknown & ~(Up | Missing),
        Down = Down & ~(Up | Missing | Unknown),
        Planned = Planned & ~(Up | Missing | Unknown | Down),
    };

    /// <summary>
    /// Every member UP: the first of DOWN, missing, UNKNOWN, planned and UP that any member is in. It is degraded when at least one
    /// member is.
    /// </summary>
    public readonly MinuteLanes All() => new()
    {
        Down = Down,
        Missing = Missing & ~Down,
        Unknown = Unknown & ~(Down | Missing),
        Planned = Planned & ~(Down | Missing | Unknown),
        Up = Up & ~(Down | Missing | Unknown | Planned),
        Degraded = Degraded & ~(Down | Missing | Unknown | Planned),
    };

    /// <summary>Writes them as a word of a day's series. Which failing state a planned minute was in is of no account; it is kept as DOWN.</summary>
    public readonly void WriteTo(DaySeries series, int word)
    {
        var down = Down | Planned;
        series.Minutes.SetWord(word, Up | (Unknown << 1) | down | (down << 1));
        if (Degraded != 0)
        {
            (series.Degraded ??= new MinuteMap()).SetWord(word, Degraded);
        }

        if (Planned != 0)
        {
            (series.Planned ??= new MinuteMap()).SetWord(word, Planned | (Planned << 1));
        }
    }
}
