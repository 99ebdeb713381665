namespace HealthFunction.Tests.Browser;

/// <summary>Tests that share a browser and its sites. One collection, so that they do not run at the same time in one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<StatusSite>, ICollectionFixture<FleetSite>
{
    public const string Name = "Browser";
}
