using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

public sealed class PeerMinutesTests
{
    private static readonly DateOnly Date = new(2026, 3, 14);

    [Fact]
    public void What_was_seen_of_peers_reads_back_as_it_was_written()
    {
        var row = DayRow.From(Date, Watched());

        var read = new Day(Date, [DayRow.Read(row)]);

        Assert.Equal(["east", "west"], read.Peers.Select(peer => peer.Source).Order(StringComparer.Ordinal));
        Assert.Equal(
            [PeerState.Reached, PeerState.Unreachable, PeerState.CannotBeWatched, PeerState.NotWatched],
            Enumerable.Range(10, 4).Select(minute => read.FindPeer("east")![minute]));
        Assert.Equal(PeerState.Reached, read.FindPeer("west")![1439]);
    }

    /// <summary>A version that does not know of peers sees sections with a tag that it does not know.</summary>
    [Fact]
    public void A_version_that_knows_nothing_of_peers_keeps_what_was_seen_of_them()
    {
        var row = DayRow.From(Date, Watched());
        var (series, others) = DayCodec.Decode(row.LongBytes("Data"));
        series[0].Add(900, MinuteState.Down, TimeSpan.Zero, "connection refused");
        var written = new Row(row.Key);
        written.PutLong("Data", DayCodec.Encode(series, others));

        Assert.Equal(PeerState.Unreachable, new Day(Date, [DayRow.Read(written)]).FindPeer("east")![11]);
    }

    [Fact]
    public void What_a_later_version_adds_to_a_peer_is_written_back()
    {
        var peer = new PeerMinutes("east") { Others = [new DaySection(9, [1, 2]), new DaySection(10, [3])] };

        var read = PeerMinutesCodec.Decode(PeerMinutesCodec.Encode(peer).Content);
        var again = PeerMinutesCodec.Decode(PeerMinutesCodec.Encode(read).Content);

        Assert.Equal([9, 10], again.Others.Select(other => other.Tag));
        Assert.Equal([[1, 2], [3]], again.Others.Select(other => other.Content));
    }

    [Fact]
    public void A_peer_without_additions_can_be_read_and_written_again()
    {
        var bytes = PeerMinutesCodec.Encode(Seen(PeerState.Reached)).Content;

        Assert.Equal(bytes, PeerMinutesCodec.Encode(PeerMinutesCodec.Decode(bytes)).Content);
    }

    [Fact]
    public void What_two_rows_and_two_instances_saw_is_one_and_the_best_of_it_stands()
    {
        var (one, other) = (new DayPart(0), new DayPart(3));
        one.Peers.Add(Seen(PeerState.Unreachable, PeerState.Unreachable));
        other.Peers.Add(Seen(PeerState.Reached, PeerState.CannotBeWatched));

        var peer = new Day(Date, [one, other]).FindPeer("east")!;

        Assert.Equal((PeerState.Reached, PeerState.CannotBeWatched), (peer[0], peer[1]));
    }

    [Fact]
    public void A_day_of_a_peer_takes_few_bytes_and_on_the_worst_day_no_more_than_its_bits()
    {
        var quiet = new PeerMinutes("east");
        var worst = new PeerMinutes("east");
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            quiet.Saw(minute, PeerState.Reached);
            worst.Saw(minute, (PeerState)(1 + (minute % 3)));
        }

        Assert.InRange(PeerMinutesCodec.Encode(quiet).Content.Length, 1, 20);
        Assert.InRange(PeerMinutesCodec.Encode(worst).Content.Length, MinuteMap.Size, MinuteMap.Size + 20);
    }

    [Fact]
    public void Damaged_bytes_are_told() =>
        Assert.Throws<InvalidDataException>(() => PeerMinutesCodec.Decode([1, 5, 4]));

    private static PeerMinutes Seen(params PeerState[] states)
    {
        var peer = new PeerMinutes("east");
        for (var minute = 0; minute < states.Length; minute++)
        {
            peer.Saw(minute, states[minute]);
        }

        return peer;
    }

    private static DayPart Watched()
    {
        var day = InMemory.Days([At(Noon, Up("a"))]).Single();
        day.Saw("east", 10, PeerState.Reached);
        day.Saw("east", 11, PeerState.Unreachable);
        day.Saw("east", 12, PeerState.CannotBeWatched);
        return day.Saw("west", 1439, PeerState.Reached);
    }
}
