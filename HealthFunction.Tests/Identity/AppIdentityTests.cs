using HealthFunction.Identity;

namespace HealthFunction.Tests.Identity;

public sealed class AppIdentityTests
{
    private const string Variable = "AZURE_CLIENT_ID";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "", null)]
    [InlineData(null, "of-the-app", "of-the-app")]
    [InlineData("", "of-the-app", "of-the-app")]
    [InlineData("of-the-setting", "of-the-app", "of-the-setting")]
    [InlineData("of-the-setting", null, "of-the-setting")]
    public void A_setting_names_the_identity_and_else_the_environment_does(string? setting, string? variable, string? expected)
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Environment.SetEnvironmentVariable(Variable, variable);
            Assert.Equal(expected, AppIdentity.ClientId(setting));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }
}
