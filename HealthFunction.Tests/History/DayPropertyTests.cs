using CsCheck;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.InMemory;

namespace HealthFunction.Tests.History;

public sealed class DayPropertyTests
{
    [Fact]
    public void A_day_holds_what_a_recount_finds_in_whatever_order_runs_came() =>
        Gen.Select(RandomRuns.Of(60), Gen.Int).Sample((runs, seed) =>
        {
            var shuffled = runs.ToArray();
            new Random(seed).Shuffle(shuffled);
            Recount.AssertHolds(Days(runs), runs);
            Recount.AssertHolds(Days(shuffled), runs);
        });

    [Fact]
    public void A_day_reads_back_as_it_was_written() =>
        RandomRuns.Of(60).Sample(runs =>
        {
            var days = Days(runs)
                .Select(day => new Day(day.Date, day.Parts.Select(part => DayRow.Read(DayRow.From(day.Date, part)))))
                .ToList();
            Recount.AssertHolds(days, runs);
        });

    [Fact]
    public void The_order_of_runs_leaves_no_trace_in_the_bytes() =>
        Gen.Select(RandomRuns.Of(40), Gen.Int).Sample((runs, seed) =>
        {
            var shuffled = runs.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Bytes(runs).SequenceEqual(Bytes(shuffled));
        });

    [Fact]
    public void Minutes_are_counted_as_one_by_one() =>
        Gen.Select(Gen.Byte[0, 3].Array[MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes]).Sample((states, a, b) =>
        {
            var map = new MinuteMap();
            for (var minute = 0; minute < states.Length; minute++)
            {
                map.Raise(minute, (MinuteState)states[minute]);
            }

            var (from, to) = (Math.Min(a, b), Math.Max(a, b));
            var span = states[from..to];
            return map.Count(from, to) == new MinuteCounts(span.Count(s => s == 1), span.Count(s => s == 2), span.Count(s => s == 3));
        });

    [Fact]
    public void Planned_minutes_are_counted_as_one_by_one_and_in_no_other_state() =>
        Gen.Select(Gen.Byte[0, 3].Array[MinuteMap.Minutes], Gen.Byte[0, 3].Array[MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes])
            .Sample((states, plans, a, b) =>
            {
                var series = new DaySeries("a") { Planned = new MinuteMap() };
                for (var minute = 0; minute < states.Length; minute++)
                {
                    series.Minutes.Set(minute, (MinuteState)states[minute]);
                    series.Planned.Set(minute, (MinuteState)plans[minute]);
                }

                var (from, to) = (Math.Min(a, b), Math.Max(a, b));
                bool Planned(int minute) => states[minute] > 1 && plans[minute] == states[minute];
                int Count(int state) => Enumerable.Range(from, to - from).Count(minute => states[minute] == state && !Planned(minute));
                var planned = Enumerable.Range(from, to - from).Where(Planned).ToList();
                return series.Count(from, to) == new MinuteCounts(Count(1), Count(2), Count(3), planned.Count) && planned.TrueForAll(series.IsPlanned);
            });

    [Fact]
    public void Degraded_minutes_are_counted_as_one_by_one_and_in_no_other_state() =>
        Gen.Select(Gen.Byte[0, 3].Array[MinuteMap.Minutes], Gen.Byte[0, 3].Array[MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes])
            .Sample((states, marks, a, b) =>
            {
                var series = new DaySeries("a") { Degraded = new MinuteMap() };
                for (var minute = 0; minute < states.Length; minute++)
                {
                    series.Minutes.Set(minute, (MinuteState)states[minute]);
                    series.Degraded.Set(minute, (MinuteState)marks[minute]);
                }

                var (from, to) = (Math.Min(a, b), Math.Max(a, b));
                var degraded = Enumerable.Range(from, to - from).Where(minute => states[minute] == 1 && marks[minute] == 1).ToList();
                var counts = series.Count(from, to);
                return counts.Degraded == degraded.Count
                    && counts.Up == states[from..to].Count(s => s == 1)
                    && degraded.TrueForAll(series.IsDegraded);
            });

    [Fact]
    public void Damaged_bytes_are_reported_and_nothing_else_happens() =>
        Gen.Select(RandomRuns.Of(10), Gen.Int[0, 10_000], Gen.Byte, Gen.Bool).Sample((runs, position, value, cut) =>
        {
            var bytes = DayCodec.Encode(Days(runs)[0].Series, []);
            position %= bytes.Length;
            if (cut)
            {
                bytes = bytes[..position];
            }
            else
            {
                bytes[position] = value;
            }

            try
            {
                _ = DayCodec.Decode(bytes);
            }
            catch (InvalidDataException)
            {
                // The only way in which it may fail.
            }
        });

    private static IEnumerable<byte> Bytes(IEnumerable<RecordedRun> runs) =>
        Days(runs).SelectMany(day => DayCodec.Encode(day.Series.OrderBy(series => series.Name, StringComparer.Ordinal), []));
}
