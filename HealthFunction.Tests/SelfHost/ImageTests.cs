using System.Text.RegularExpressions;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;
using static HealthFunction.Tests.Workflows.YamlFile;

namespace HealthFunction.Tests.SelfHost;

/// <summary>What the Dockerfile makes, as an engine would run it: another user, no capabilities, nothing to write to.</summary>
public sealed partial class ImageTests(BuiltImage image, SharedServers servers) : IClassFixture<BuiltImage>
{
    private const string Compose = "docs/recipes/compose.yaml";

    [Fact]
    public async Task It_serves_records_and_checks_itself_as_another_user_on_a_read_only_file_system_and_ends_when_it_is_asked_to()
    {
        Assert.SkipUnless(ReadOnlyRoot.CanBeGiven, "This machine allows no mounts of a process's own.");
        var azurite = (await servers.AzuriteAsync()).ConnectionString();
        var settings = new Dictionary<string, string?>
        {
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__Tables__default"] = azurite,
            ["Health__History__ConnectionString"] = azurite,
            ["Health__History__Source"] = "image",
            ["HistorySchedule"] = "* * * * * *",
            ["Health__Timeout"] = "00:00:10",
        };
        using var app = new ChildProcess(image.Command("ENTRYPOINT", settings, "--port", "0"));
        var address = await app.WaitForOutputAsync(output => Listening().Match(output) is { Success: true } match ? match.Groups[1].Value : null);
        using var client = new HttpClient { BaseAddress = new Uri(address + "/") };

        Assert.Equal("database.default=UP cache.default=UP table.default=UP", (await Answer.GetAsync(client, "api/health")).Summary);
        await Until.TrueAsync(
            async () => (await client.GetStringAsync(new Uri("api/history", UriKind.Relative))).Contains("\"UP\"", StringComparison.Ordinal), "a run is recorded");
        Assert.Equal(0, await CheckAsync(settings));
        Assert.Equal(1, await CheckAsync(new Dictionary<string, string?>(settings) { ["Health__Caches__default"] = "127.0.0.1:1" }));
        app.Signal(Signals.Terminate);
        Assert.Equal(0, await app.WaitForExitAsync());
        Assert.DoesNotContain("Read-only file system", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_holds_was_compiled_ahead_of_time_and_has_no_settings_of_this_checkout()
    {
        var files = Directory.EnumerateFiles(image.App).Select(Path.GetFileName).ToList();

        Assert.Contains("HealthFunction.SelfHost.dll", files);
        Assert.DoesNotContain("local.settings.json", files);
        Assert.False(Directory.Exists(Path.Combine(image.Source, ".git")));
    }

    [Fact]
    public void The_compose_file_runs_it_without_a_right_that_it_does_not_need_and_with_settings_that_it_accepts()
    {
        var services = Map(Read(Compose)["services"]);
        var app = Map(services["app"]);
        var settings = Map(app["environment"]).Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value));

        Assert.Equal("true", app["read_only"]);
        Assert.Equal(["ALL"], Texts(app["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], Texts(app["security_opt"]));
        Assert.EndsWith(":" + Dockerfile.Value("EXPOSE"), Assert.Single(Texts(app["ports"])), StringComparison.Ordinal);
        Assert.Equal(services.Keys.Except(["app"]).Order(), Map(app["depends_on"]).Keys.Order());
        Assert.All(services.Where(s => s.Key != "app"), s => Assert.True(Map(s.Value).ContainsKey("healthcheck"), $"{s.Key} has no healthcheck."));
        Assert.True(File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(Compose)!, (string)Map(app["build"])["context"], (string)Map(app["build"])["dockerfile"])));
        Assert.Empty(ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Faults);
    }

    /// <summary>The exit code of the image's own check.</summary>
    private async Task<int> CheckAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var check = new ChildProcess(image.Command("HEALTHCHECK", settings));
        return await check.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"listening on (http://\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
