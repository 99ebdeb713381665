using System.Numerics;

namespace HealthFunction.History.Days;

/// <summary>
/// Latencies in fixed buckets, so that histograms of any days merge without loss. There are sixteen buckets per doubling: the
/// middle of a bucket is within 1/32 (3.125 %) of every latency in it. The unit is 100 ns; latencies above <see cref="MaxLatency"/>
/// count as that.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int PerDoublingBits = 4;
    private const int PerDoubling = 1 << PerDoublingBits;

    /// <summary>Below this number of ticks every value has a bucket of its own.</summary>
    private const int Exact = 2 * PerDoubling;

    public static readonly TimeSpan MaxLatency = new((1L << 36) - 1);

    private static readonly int LastBucket = BucketOf(MaxLatency);

    private long[] _counts = [];
    private int _first;

    public long Count { get; private set; }

    public void Add(TimeSpan latency, long times = 1) => AddTo(BucketOf(latency), times);

    public void Add(LatencyHistogram other)
    {
        if (other.Count == 0)
        {
            return;
        }

        MakeRoom(other._first, other._first + other._counts.Length - 1);
        var into = _counts.AsSpan(other._first - _first);
        for (var i = 0; i < other._counts.Length; i++)
        {
            into[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>Makes room for these buckets at once.</summary>
    public void Reserve(int first, int last)
    {
        Check(first, 1);
        Check(last, 1);
        MakeRoom(first, last);
    }

    public void AddTo(int bucket, long times)
    {
        Check(bucket, times);

        if (_counts.Length == 0)
        {
            _first = bucket;
        }

        // Buckets come one after the other: to make room for one at a time would copy all of them for each.
        if (bucket < _first)
        {
            var first = Math.Max(0, Math.Min(bucket, _first - _counts.Length));
            _counts = [.. new long[_first - first], .. _counts];
            _first = first;
        }
        else if (bucket >= _first + _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(bucket - _first + 1, 2 * _counts.Length));
        }

        _counts[bucket - _first] += times;
        Count += times;
    }

    private void MakeRoom(int first, int last)
    {
        if (_counts.Length == 0)
        {
            (_first, _counts) = (first, new long[last - first + 1]);
            return;
        }

        var from = Math.Min(first, _first);
        var end = Math.Max(last + 1, _first + _counts.Length);
        if (end - from > _counts.Length)
        {
            var wider = new long[end - from];
            _counts.CopyTo(wider, _first - from);
            (_first, _counts) = (from, wider);
        }
    }

    private static void Check(int bucket, long times)
    {
        if (bucket < 0 || bucket > LastBucket || times <= 0)
        {
            throw new InvalidDataException($"A latency histogram has no bucket {bucket} that counts {times}.");
        }
    }

    /// <summary>The buckets that are not empty, in ascending order.</summary>
    public IEnumerable<(int Bucket, long Count)> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                yield return (_first + i, _counts[i]);
            }
        }
    }

    /// <summary>
    /// The latency that the given share of all latencies does not exceed (nearest rank); null when there are no latencies.
    /// </summary>
    public TimeSpan? Quantile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        foreach (var (bucket, count) in Buckets())
        {
            rank -= count;
            if (rank <= 0)
            {
                return MiddleOf(bucket);
            }
        }

        return null;
    }

    public static int BucketOf(TimeSpan latency)
    {
        var ticks = Math.Clamp(latency.Ticks, 0, MaxLatency.Ticks);
        if (ticks < Exact)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2((ulong)ticks) - PerDoublingBits;
        return (shift << PerDoublingBits) + (int)(ticks >> shift);
    }

    public static TimeSpan MiddleOf(int bucket)
    {
        if (bucket < Exact)
        {
            return new TimeSpan(bucket);
        }

        var shift = (bucket >> PerDoublingBits) - 1;
        var low = (long)((bucket & (PerDoubling - 1)) + PerDoubling) << shift;
        return new TimeSpan(low + (((1L << shift) - 1) / 2));
    }
}
