using HealthFunction.SelfHost;
using HealthFunction.SelfHost.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.SelfHost;

public sealed class SettingsTests
{
    [Fact]
    public async Task Values_of_local_settings_json_are_configuration_and_environment_variables_win()
    {
        await using var host = new HostUnderTest
        {
            LocalSettings = """
                // Settings of this machine
                {
                  "IsEncrypted": false,
                  "Values": {
                    "Health__MaxAge": "00:00:01",
                    "Health:Databases:default": "Host=a", /* both separators */
                    "Number": 7, "Truth": true, "Nothing": null,
                    "Shadowed__Name": "file",
                  },
                  "ConnectionStrings": { "plain": "Server=a", "long": { "ConnectionString": "Server=b", "ProviderName": "x" } },
                }
                """,
            Environment = { ["Shadowed__Name"] = "environment", ["Only__There"] = "yes" },
        };

        var configuration = host.CreateBuilder().Configuration;

        Assert.Equal("00:00:01", configuration["Health:MaxAge"]);
        Assert.Equal("Host=a", configuration["Health:Databases:default"]);
        Assert.Equal(("7", "True", null), (configuration["Number"], configuration["Truth"], configuration["Nothing"]));
        Assert.Equal(("environment", "yes"), (configuration["Shadowed:Name"], configuration["Only:There"]));
        Assert.Equal(("Server=a", "Server=b"), (configuration["ConnectionStrings:plain"], configuration["ConnectionStrings:long"]));
    }

    [Fact]
    public async Task Without_settings_files_the_defaults_hold()
    {
        await using var host = new HostUnderTest();
        var builder = host.CreateBuilder();
        File.Delete(Path.Combine(builder.Environment.ContentRootPath, "host.json"));

        var settings = HostSettings.From(host.CreateBuilder().Configuration);

        Assert.Equal(("api", null, null), (settings.RoutePrefix, settings.MaxConcurrentRequests, settings.MaxOutstandingRequests));
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Empty(settings.CustomHeaders);
    }

    [Theory]
    [InlineData("{\n  \"version\": \"2.0\",\n  \"extensions\": oops\n}", "host.json(3,17): 'o' is an invalid start of a value.")]
    [InlineData("[]", "host.json: it takes a JSON object.")]
    [InlineData("{}", "host.json: version is missing or is not \"2.0\".")]
    [InlineData("{\"version\": \"2.0\", \"functionTimeout\": \"soon\"}", "host.json: functionTimeout is 'soon'. It takes a time span from 00:00:01 on, or -1 for no limit.")]
    [InlineData("{\"version\": \"2.0\", \"extensions\": {\"http\": {\"maxConcurrentRequests\": 0}}}", "host.json: extensions.http.maxConcurrentRequests is '0'. It takes a number above 0, or -1 for no limit.")]
    [InlineData("{\"version\": \"2.0\", \"extensions\": {\"http\": {\"routePrefix\": \"{a\"}}}", "host.json: extensions.http.routePrefix is '{a'. It takes a path, such as api, or nothing.")]
    [InlineData("{\"version\": \"2.0\", \"logging\": {\"logLevel\": {\"default\": \"Loud\"}}}", "host.json: logging.logLevel.default is 'Loud'. It takes Trace, Debug, Information, Warning, Error, Critical or None.")]
    public async Task A_fault_in_host_json_is_one_line_and_exit_code_1(string text, string fault)
    {
        await using var host = new HostUnderTest { HostJson = text };

        var thrown = Assert.Throws<StartupException>(() => host.Build());

        Assert.Equal(1, thrown.ExitCode);
        Assert.EndsWith(fault, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Theory]
    [InlineData("{\"Values\": {\"a\": }}", "local.settings.json(1,18): '}' is an invalid start of a value.")]
    [InlineData("", "local.settings.json(1,1): The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    [InlineData("{\"IsEncrypted\": true}", "local.settings.json: IsEncrypted is true. The self-host takes plain values; decrypt it with 'func settings decrypt'.")]
    [InlineData("{\"Values\": {\"a\": {\"b\": 1}}}", "local.settings.json: Values.a takes a string; write nested names with __ or a colon.")]
    [InlineData("{\"Values\": []}", "local.settings.json: Values takes an object of names and values.")]
    [InlineData("{\"Host\": {\"LocalHttpPort\": \"http\"}}", "local.settings.json: Host.LocalHttpPort is 'http'. It takes a port from 0 to 65535.")]
    public async Task A_fault_in_local_settings_json_is_one_line_and_exit_code_1(string text, string fault)
    {
        await using var host = new HostUnderTest { LocalSettings = text };

        var thrown = Assert.Throws<StartupException>(() => host.Build());

        Assert.Equal(1, thrown.ExitCode);
        Assert.EndsWith(fault, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_shows_no_value_of_a_setting()
    {
        await using var host = new HostUnderTest { LocalSettings = "{\"Values\": {\"Password\": \"hunter2\", \"a\": [\"hunter2\"]}}" };

        Assert.DoesNotContain("hunter2", Assert.Throws<StartupException>(() => host.Build()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Host": {"LocalHttpPort": 7099, "CORS": "*"}}""", new string[0], 7099)]
    [InlineData("""{"host": {"localHttpPort": "7099"}}""", new string[0], 7099)]
    [InlineData("""{"Host": {"LocalHttpPort": 7099}}""", new[] { "--port", "7100" }, 7100)]
    [InlineData("{}", new string[0], 7071)]
    public async Task The_port_comes_from_the_command_line_then_the_file_then_is_7071(string text, string[] arguments, int port)
    {
        await using var host = new HostUnderTest { LocalSettings = text, Arguments = arguments };

        var address = host.Build().Services.GetRequiredService<System.Net.IPEndPoint>();

        Assert.Equal(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port), address);
    }

    [Fact]
    public async Task An_environment_variable_wins_over_host_json_as_on_Azure()
    {
        await using var host = new HostUnderTest
        {
            HostJson = """{"version": "2.0", "extensions": {"http": {"routePrefix": "file"}}}""",
            Environment = { ["AzureFunctionsJobHost__extensions__http__routePrefix"] = "environment" },
        };

        Assert.Equal("environment", HostSettings.From(host.CreateBuilder().Configuration).RoutePrefix);
    }

    [Fact]
    public async Task Log_levels_come_from_host_json()
    {
        await using var host = new HostUnderTest
        {
            HostJson = """{"version": "2.0", "logging": {"logLevel": {"default": "Warning", "Chatty": "Debug", "Microsoft.AspNetCore": "Information"}}}""",
        };
        var loggers = host.Build().Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Any").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("Any").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Chatty.Child").IsEnabled(LogLevel.Debug));
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(LogLevel.Information));
    }
}
