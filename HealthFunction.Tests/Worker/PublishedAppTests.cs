using System.Text.Json;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>The package that is deployed as the Functions app.</summary>
public sealed class PublishedAppTests
{
    [Fact]
    public void It_holds_neither_ASP_NET_nor_a_cron_library_nor_the_self_host()
    {
        var files = Directory.EnumerateFiles(Builds.FunctionsAppFolder, "*.dll").Select(Path.GetFileName).ToList();

        Assert.Contains("HealthFunction.Worker.dll", files);
        Assert.DoesNotContain(files, f => f!.StartsWith("Microsoft.AspNetCore.", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("NCrontab.dll", files, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("HealthFunction.AspNetCore.dll", files);
        Assert.DoesNotContain("HealthFunction.SelfHost.dll", files);
    }

    [Fact]
    public void It_needs_the_plain_runtime_only()
    {
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Builds.FunctionsAppFolder, "HealthFunction.runtimeconfig.json")));

        Assert.Equal("Microsoft.NETCore.App", settings.RootElement.GetProperty("runtimeOptions").GetProperty("framework").GetProperty("name").GetString());
    }
}
