namespace HealthFunction.Tests.Browser;

/// <summary>Tests that share a browser and a site. One collection, so that they do not run at the same time in one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<StatusSite>
{
    public const string Name = "Browser";
}
