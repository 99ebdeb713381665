namespace HealthFunction.History.Fleet;

/// <summary>Why a minute of a combined series was DOWN: the first member that was, and how many more there were.</summary>
/// <param name="members">The series of each member.</param>
internal sealed class FleetErrors(IReadOnlyList<(string Source, MemberSeries Series)> members)
{
    private (int Member, int More, string? Error, string? Text) _last = (-1, 0, null, null);

    /// <param name="down">The minutes in which each member was DOWN.</param>
    /// <param name="bit">Which bit is the minute's.</param>
    /// <param name="day">The day of the minute.</param>
    /// <param name="minute">The minute.</param>
    public string? Text(ReadOnlySpan<ulong> down, int bit, int day, int minute)
    {
        var (first, more) = (-1, 0);
        for (var i = 0; i < down.Length; i++)
        {
            if ((down[i] >> bit & 1) == 0)
            {
                continue;
            }

            if (first < 0)
            {
                first = i;
            }
            else
            {
                more++;
            }
        }

        var error = members[first].Series.Error(day, minute);
        // Minutes of one outage have one text, made once.
        if (_last.Member != first || _last.More != more || !ReferenceEquals(_last.Error, error))
        {
            var source = members[first].Source;
            var text = more == 0 ? $"{source}: {error ?? "DOWN"}" : $"{source}: {error ?? "DOWN"} (and {more} more)";
            _last = (first, more, error, text);
        }

        return _last.Text;
    }
}
