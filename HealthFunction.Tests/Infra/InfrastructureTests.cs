namespace HealthFunction.Tests.Infra;

[CollectionDefinition(Name)]
public sealed class InfrastructureTests : ICollectionFixture<InfrastructureFixture>
{
    public const string Name = "Infrastructure";
}
