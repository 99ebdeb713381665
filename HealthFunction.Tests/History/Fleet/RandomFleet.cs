using CsCheck;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>Random regions around a midnight: gaps, plans, other checks from run to run, late and double recordings, and what they saw of each other.</summary>
internal static class RandomFleet
{
    /// <summary>In the order in which they are named, which is not that of the alphabet.</summary>
    public static readonly string[] Names = ["west", "east", "north", "asia"];

    private static readonly Gen<PeerState> State = Gen.Frequency(
        (4, Gen.Const(PeerState.Unreachable)), (1, Gen.Const(PeerState.CannotBeWatched)), (2, Gen.Const(PeerState.Reached)));

    private static readonly Gen<Sighting> Seen = Gen.Select(
        Gen.Int[0, Names.Length - 1], Gen.Int[-50, 50], State, (peer, minute, state) => new Sighting(Names[peer], FleetRecount.Midnight.AddMinutes(minute), state));

    /// <summary>One minute is as good as another to begin in, one without a record too.</summary>
    private static readonly Gen<DateTimeOffset> Began = Gen.Frequency(
        (4, Gen.Int[-40, 40].Select(minute => FleetRecount.Midnight.AddMinutes(minute))),
        (3, Gen.Const(FleetMember.NotKnown)),
        (1, Gen.Const(FleetRecount.First.AddDays(-100))),
        (1, Gen.Const(FleetMember.Never)));

    /// <summary>A run in every minute for up to two hours, which changes now and then.</summary>
    private static readonly Gen<RecordedRun[]> Dense = Gen.Select(RandomRuns.Of(4), Gen.Int[-70, 0], Gen.Int[32, 70]).Select((kinds, first, length) =>
        Enumerable.Range(0, length).Select(i => kinds[i * kinds.Length / length] with { Time = FleetRecount.Midnight.AddMinutes(first + i) }).ToArray());

    private static readonly Gen<RecordedRun[]> Recorded = Gen.Frequency(
        (4, RandomRuns.Of(40)), (2, Dense), (1, Gen.Select(Dense, RandomRuns.Of(10)).Select((a, b) => a.Concat(b).ToArray())), (1, Gen.Const(Array.Empty<RecordedRun>())));

    public static Gen<Region[]> Fleet { get; } =
        Gen.Select(Recorded, Began, Seen.Array[0, 40], Gen.Bool)
            .Array[1, Names.Length]
            .Select(regions => regions.Select((r, i) => new Region(
                Names[i],
                r.Item4 ? [.. r.Item1, .. r.Item1.Take(5)] : [.. r.Item1.Reverse()],
                r.Item2,
                [.. r.Item3.Where(seen => seen.Peer != Names[i])])).ToArray());
}
