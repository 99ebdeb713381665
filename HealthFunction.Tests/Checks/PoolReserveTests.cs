using HealthFunction.Checks;

namespace HealthFunction.Tests.Checks;

/// <summary>The minimum of the process's pool, which other tests change too.</summary>
[CollectionDefinition(nameof(PoolReserveTests), DisableParallelization = true)]
[Collection(nameof(PoolReserveTests))]
public sealed class PoolReserveTests : IDisposable
{
    private readonly int _before = Minimum;

    private static int Minimum
    {
        get
        {
            ThreadPool.GetMinThreads(out var workers, out _);
            return workers;
        }
    }

    public void Dispose()
    {
        ThreadPool.GetMinThreads(out _, out var ports);
        ThreadPool.SetMinThreads(_before, ports);
    }

    [Fact]
    public void The_largest_number_for_a_purpose_counts_and_purposes_add_up()
    {
        List<int> reserved = [];
        foreach (var (purpose, threads) in new[] { ("a", 3), ("a", 2), ("a", 3), ("a", 5), ("b", 4), ("b", 0) })
        {
            PoolReserve.Ensure(purpose, threads);
            reserved.Add(Minimum - _before);
        }

        Assert.Equal([3, 3, 3, 5, 9, 9], reserved);
    }
}
