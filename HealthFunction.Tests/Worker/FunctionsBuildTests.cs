using Xunit.Sdk;

namespace HealthFunction.Tests.Worker;

public sealed class FunctionsBuildTests
{
    private const string Functions = "<HealthHost>Functions</HealthHost>";
    private const string SelfHost = "<HealthHost>SelfHost</HealthHost>";

    [Theory]
    [InlineData("", "No host has been picked")]
    [InlineData(SelfHost, "The package feed lacks the Functions worker")]
    public void Tests_are_skipped_where_the_build_cannot_be_had(string decision, string reason)
    {
        var skip = Assert.IsType<SkipException>(Requiring(null, decision));

        Assert.Contains(reason, skip.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is missing though .build/host.props picked the Functions host")]
    [InlineData("1.0.0+abc", "is of 1.0.0+abc and the tests are of 1.0.0+def")]
    public void A_build_that_should_be_there_and_is_not_is_a_failure_that_says_how_to_get_it(string? version, string fault)
    {
        var failure = Assert.IsType<TrueException>(Requiring(version, Functions));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build HealthFunction", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_earlier_decision_left_is_not_tested() => Assert.IsType<SkipException>(Requiring("1.0.0+def", SelfHost));

    [Theory]
    [InlineData(Functions)]
    [InlineData("")]
    public void A_build_of_this_source_is_tested(string decision) => Assert.Null(Requiring("1.0.0+def", decision));

    /// <summary>Record.Exception lets what skips a test through, to skip this one.</summary>
    private static Exception? Requiring(string? version, string decision)
    {
        try
        {
            FunctionsBuild.Require(version, "1.0.0+def", decision);
            return null;
        }
        catch (Exception e) when (e is SkipException or TrueException)
        {
            return e;
        }
    }
}
