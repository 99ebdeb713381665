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
}
