using System.Numerics;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Fleet;

/// <summary>
/// One series of one member, minute by minute. Its words have to be asked for in ascending order: whether a member has a check while it
/// records nothing follows from what it recorded last.
/// </summary>
internal sealed class MemberSeries
{
    private readonly FleetMember _member;
    private readonly string _name;
    private readonly Day?[] _days;
    private readonly DateOnly _first;
    private readonly PeerSight? _sight;
    private bool _has;

    /// <param name="member">Whose series.</param>
    /// <param name="name">Which.</param>
    /// <param name="days">The member's days, one for each date from <paramref name="first"/> on; null where it has no data.</param>
    /// <param name="first">The first date.</param>
    /// <param name="sight">What the others saw of the member; null for a check: only its own region knows of it.</param>
    public MemberSeries(FleetMember member, string name, Day?[] days, DateOnly first, PeerSight? sight)
    {
        (_member, _name, _days, _first, _sight) = (member, name, days, first, sight);
        _has = HadAtFirst();
    }

    public DaySeries? Series(int day) => _days[day]?.Find(_name);

    /// <summary>The states of 32 minutes.</summary>
    public MinuteLanes Lanes(int day, int word)
    {
        var series = Series(day);
        var states = series?.Minutes.Word(word) ?? 0;
        var low = states & MinuteMap.LowBits;
        var high = (states >> 1) & MinuteMap.LowBits;
        var planned = series?.Planned is { } plan ? MinuteMap.PlannedOf(states, plan.Word(word)) : 0;
        var up = low & ~high;
        var degraded = series?.Degraded is { } attention ? MinuteMap.DegradedOf(states, attention.Word(word)) : 0;
        var missing = Has(low | high, Recorded(day, word)) & SinceBegin(day, word);
        var unreachable = missing & Unreachable(day, word);
        return new MinuteLanes
        {
            Up = up,
            Sound = up & ~degraded,
            Degraded = degraded,
            Unknown = high & ~low & ~planned,
            Down = (high & low & ~planned) | unreachable,
            Planned = planned,
            Missing = missing & ~unreachable,
        };
    }

    /// <summary>Why the minute was DOWN.</summary>
    public string? Error(int day, int minute) =>
        Series(day) is { } series && series.Minutes[minute] != MinuteState.NoData ? series.Errors[minute] : _sight?.Text(day, minute);

    /// <summary>The overall series of a day with the minutes DOWN in which the others found the member unreachable; null when there are none.</summary>
    public DaySeries? WithUnreachable(int day)
    {
        DaySeries? seen = null;
        for (var word = 0; word < MinuteMap.Words; word++)
        {
            for (var rest = Unreachable(day, word) & ~Recorded(day, word) & SinceBegin(day, word); rest != 0; rest &= rest - 1)
            {
                seen ??= Copy(day);
                var minute = (word * MinuteMap.MinutesPerWord) + (BitOperations.TrailingZeroCount(rest) / 2);
                seen.Minutes.Set(minute, MinuteState.Down);
                seen.Errors.Set(minute, _sight!.Text(day, minute));
            }
        }

        return seen;
    }

    private DaySeries Copy(int day)
    {
        var copy = new DaySeries(_name);
        if (Series(day) is { } recorded)
        {
            copy.Add(recorded);
        }

        return copy;
    }

    private ulong Unreachable(int day, int word) => _sight?.Unreachable(day, word) ?? 0;

    /// <summary>The minutes without any record in which the member has this series.</summary>
    private ulong Has(ulong own, ulong recorded)
    {
        if (_name.Length == 0)
        {
            return MinuteMap.LowBits & ~recorded;
        }

        if (recorded == 0)
        {
            return _has ? MinuteMap.LowBits : 0;
        }

        // The last minute with a record decides for all that follow; most words have no gap.
        if (recorded == MinuteMap.LowBits)
        {
            _has = own >> (2 * (MinuteMap.MinutesPerWord - 1)) != 0;
            return 0;
        }

        ulong has = 0;
        for (var bit = 1UL; bit != 0; bit <<= 2)
        {
            if ((recorded & bit) != 0)
            {
                _has = (own & bit) != 0;
            }
            else if (_has)
            {
                has |= bit;
            }
        }

        return has;
    }

    /// <summary>The minutes in which the member recorded anything at all.</summary>
    private ulong Recorded(int day, int word)
    {
        var states = _days[day]?.Find(DaySeries.Overall)?.Minutes.Word(word) ?? 0;
        return (states | (states >> 1)) & MinuteMap.LowBits;
    }

    private ulong SinceBegin(int day, int word)
    {
        var start = _first.AddDays(day).Midnight().AddMinutes(word * MinuteMap.MinutesPerWord);
        return _member.Began <= start ? MinuteMap.LowBits
            : _member.Began >= start.AddMinutes(MinuteMap.MinutesPerWord) ? 0
            : MinuteMap.LowBits & ~MinuteMap.FirstOfWord((int)(_member.Began - start).TotalMinutes);
    }

    /// <summary>What the first record at hand says stands for the time before; a member without any may have every check.</summary>
    private bool HadAtFirst()
    {
        for (var day = 0; day < _days.Length; day++)
        {
            for (var word = 0; word < MinuteMap.Words; word++)
            {
                if (Recorded(day, word) is not 0 and var recorded)
                {
                    return Series(day)?.Minutes[(word * MinuteMap.MinutesPerWord) + (BitOperations.TrailingZeroCount(recorded) / 2)] > MinuteState.NoData;
                }
            }
        }

        return true;
    }
}
