namespace HealthFunction.Tests.Reliability;

/// <summary>
/// For tests that hold answers to a bound in time. They run one after the other while no other test runs: such a bound proves nothing
/// while the whole suite competes for the processors.
/// </summary>
[CollectionDefinition(nameof(Timing), DisableParallelization = true)]
public sealed class Timing : ICollectionFixture<BreakableServers>
{
    /// <summary>What the contract allows beyond a deadline.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(250);

    /// <summary>What the contract allows from a fault's end to the first UP.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);
}
