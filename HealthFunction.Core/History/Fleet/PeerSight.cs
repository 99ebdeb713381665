using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Fleet;

/// <summary>What the other members of a fleet saw of one of them.</summary>
/// <param name="watchers">Each other member, and what it saw on each day; null where it saw nothing.</param>
internal sealed class PeerSight(IReadOnlyList<(string Watcher, PeerMinutes?[] Days)> watchers)
{
    private (string Names, string Text) _last = ("", "");

    /// <summary>The minutes in which at least one saw that it cannot be reached, and none reached it.</summary>
    public ulong Unreachable(int day, int word)
    {
        ulong unreachable = 0, reached = 0;
        foreach (var (_, days) in watchers)
        {
            var states = days[day]?.Minutes.Word(word) ?? 0;
            unreachable |= states & ~(states >> 1);
            reached |= states & (states >> 1);
        }

        return unreachable & ~reached & MinuteMap.LowBits;
    }

    /// <summary>Who saw it in which state.</summary>
    public IEnumerable<string> Watchers(int day, int minute, PeerState state) =>
        watchers.Where(watcher => watcher.Days[day]?[minute] == state).Select(watcher => watcher.Watcher);

    public string Text(int day, int minute)
    {
        var names = string.Join(", ", Watchers(day, minute, PeerState.Unreachable));
        if (names != _last.Names)
        {
            // An outage of hours has one text.
            _last = (names, $"unreachable, seen by {names}");
        }

        return _last.Text;
    }
}
