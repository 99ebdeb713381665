namespace HealthFunction.Tests.Worker;

/// <summary>For tests that share a worker and break its dependencies, so that they run one after the other.</summary>
[CollectionDefinition(nameof(OneWorker))]
public sealed class OneWorker : ICollectionFixture<BreakableWorker>;
