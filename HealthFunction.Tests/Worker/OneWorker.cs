namespace HealthFunction.Tests.Worker;

/// <summary>For tests that share a worker and break what it depends on, so that they run one after the other.</summary>
[CollectionDefinition(nameof(OneWorker))]
public sealed class OneWorker : ICollectionFixture<BreakableWorker>;
