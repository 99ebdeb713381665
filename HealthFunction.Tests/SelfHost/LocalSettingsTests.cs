using HealthFunction.SelfHost;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_are_read_in_either_form_of_their_names_with_comments_and_trailing_commas()
    {
        var settings = Read("""
            // Settings of this machine
            {
              "IsEncrypted": false,
              "Values": {
                "Health__MaxAge": "00:00:01",
                "Health:Databases:default": "Host=a", /* both separators */
                "Number": 7, "Truth": true, "Nothing": null,
              },
              "Host": { "LocalHttpPort": 7099, "CORS": "*" }
            }
            """);

        Assert.Equal(7099, settings.Port);
        Assert.Equal("00:00:01", settings.Values["Health__MaxAge"]);
        Assert.Equal("Host=a", settings.Values["Health__Databases__default"]);
        Assert.Equal(("7", "True"), (settings.Values["Number"], settings.Values["truth"]));
    }

    [Fact]
    public void Without_a_file_there_are_no_settings()
    {
        var settings = LocalSettings.Read(_folder.Path);

        Assert.Empty(settings.Values);
        Assert.Null(settings.Port);
    }

    [Theory]
    [InlineData("{\"Values\": {\"a\": }}", "'}' is an invalid start of a value.")]
    [InlineData("", "The input does not contain any JSON tokens.")]
    [InlineData("{\"IsEncrypted\": true}", "IsEncrypted is true. Plain values are needed; decrypt it with 'func settings decrypt'.")]
    [InlineData("{\"Host\": {\"LocalHttpPort\": \"http\"}}", "Host.LocalHttpPort is 'http'. It accepts a port from 0 to 65535.")]
    [InlineData("{\"Values\": {\"Health__A\": 1, \"HEALTH__a\": 2}}", "'Values:HEALTH__a'")]
    [InlineData("{\"Values\": {\"Health__A\": 1, \"Health:A\": 2}}", "Health__A is set 2 times (Health:A, Health__A); a name can be used once.")]
    public void A_fault_is_one_line_that_names_the_file_and_exit_code_1(string text, string fault)
    {
        var thrown = Assert.Throws<StartupException>(() => Read(text));

        Assert.Equal(1, thrown.ExitCode);
        Assert.StartsWith(Path.Combine(_folder.Path, "local.settings.json") + ": ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void A_fault_shows_no_value_of_a_setting() => Assert.DoesNotContain(
        "hunter2", Assert.Throws<StartupException>(() => Read("{\"Values\": {\"Password\": \"hunter2\", \"password\": \"hunter2\"}}")).Message, StringComparison.Ordinal);

    private LocalSettings Read(string text)
    {
        File.WriteAllText(_folder.Combine("local.settings.json"), text);
        return LocalSettings.Read(_folder.Path);
    }
}
