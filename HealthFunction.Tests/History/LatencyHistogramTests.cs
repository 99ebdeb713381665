using CsCheck;
using HealthFunction.History.Days;

namespace HealthFunction.Tests.History;

public sealed class LatencyHistogramTests
{
    private static readonly Gen<TimeSpan> Latency = Gen.Select(
        Gen.Double[0, 36], exponent => new TimeSpan((long)Math.Pow(2, exponent) - 1));

    [Fact]
    public void A_latency_is_at_most_one_thirty_second_off_the_middle_of_its_bucket() =>
        Latency.Sample(latency =>
        {
            var middle = LatencyHistogram.MiddleOf(LatencyHistogram.BucketOf(latency));
            return Math.Abs(middle.Ticks - latency.Ticks) <= latency.Ticks / 32.0;
        });

    [Fact]
    public void Buckets_follow_each_other_without_a_gap()
    {
        var last = LatencyHistogram.BucketOf(LatencyHistogram.MaxLatency);
        for (var bucket = 0; bucket <= last; bucket++)
        {
            Assert.Equal(bucket, LatencyHistogram.BucketOf(LatencyHistogram.MiddleOf(bucket)));
        }
    }

    [Fact]
    public void A_quantile_is_within_five_per_cent_of_the_exact_one() =>
        Gen.Select(Latency.Array[1, 300], Gen.Double[0, 1]).Sample((latencies, share) =>
        {
            var histogram = new LatencyHistogram();
            foreach (var latency in latencies)
            {
                histogram.Add(latency);
            }

            var exact = latencies.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * latencies.Length) - 1));
            return Math.Abs(histogram.Quantile(share)!.Value.Ticks - exact.Ticks) <= exact.Ticks * 0.05;
        });

    [Fact]
    public void Days_merged_are_the_same_as_one_histogram_of_all() =>
        Latency.Array[0, 50].Array[0, 5].Sample(days =>
        {
            var merged = new LatencyHistogram();
            var all = new LatencyHistogram();
            foreach (var day in days)
            {
                var one = new LatencyHistogram();
                foreach (var latency in day)
                {
                    one.Add(latency);
                    all.Add(latency);
                }

                merged.Add(one);
            }

            return merged.Count == all.Count && merged.Buckets().SequenceEqual(all.Buckets());
        });

    [Fact]
    public void Without_latencies_there_is_no_quantile() => Assert.Null(new LatencyHistogram().Quantile(0.5));

    [Fact]
    public void Latencies_out_of_range_count_at_its_ends()
    {
        Assert.Equal(0, LatencyHistogram.BucketOf(TimeSpan.FromTicks(-1)));
        Assert.Equal(LatencyHistogram.BucketOf(LatencyHistogram.MaxLatency), LatencyHistogram.BucketOf(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(1, 4)]
    public void A_quantile_is_the_first_latency_that_the_share_does_not_exceed(double share, long ticks)
    {
        var histogram = new LatencyHistogram();
        foreach (var latency in new[] { 3, 1, 4, 2 })
        {
            histogram.Add(TimeSpan.FromTicks(latency));
        }

        Assert.Equal(ticks, histogram.Quantile(share)!.Value.Ticks);
    }

    [Fact]
    public void Buckets_are_listed_in_ascending_order_with_their_counts_whatever_came_first()
    {
        var histogram = new LatencyHistogram();
        foreach (var bucket in new[] { 200, 100, 300, 0, 527, 99, 301 })
        {
            histogram.AddTo(bucket, bucket + 1);
        }

        Assert.Equal([(0, 1), (99, 100), (100, 101), (200, 201), (300, 301), (301, 302), (527, 528)], histogram.Buckets());
        Assert.Equal(1534, histogram.Count);
    }

    [Fact]
    public void Room_that_was_made_holds_what_was_there_and_counts_nothing()
    {
        var histogram = new LatencyHistogram();
        histogram.AddTo(50, 5);
        histogram.Reserve(40, 45);
        histogram.Reserve(60, 70);
        histogram.Reserve(55, 56);
        histogram.AddTo(40, 1);
        histogram.AddTo(70, 2);

        Assert.Equal([(40, 1), (50, 5), (70, 2)], histogram.Buckets());
        Assert.Equal(8, histogram.Count);
    }
}
