using HealthFunction.Checks;
using HealthFunction.Surface;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.Checks;

/// <summary>What an app gets with its checks.</summary>
public sealed class CheckServicesTests
{
    [Theory]
    [InlineData(null, "check failed")]
    [InlineData("Full", "check failed: the queue is long")]
    public async Task What_a_check_says_is_in_the_answer_only_where_the_setting_says_so(string? detail, string remark)
    {
        using var host = Host("queue.orders", ("Health:ErrorDetail", detail));

        var report = await host.Services.GetRequiredService<HealthRunner>().RunAsync();

        Assert.Equal(remark, Assert.Single(report.Checks).Remark);
    }

    [Fact]
    public async Task An_app_whose_check_has_a_name_that_is_taken_does_not_start()
    {
        using var host = Host("live");

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("has the name of a route", fault.Message, StringComparison.Ordinal);
    }

    private static IHost Host(string check, params (string Name, string? Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value));
        builder.Services.AddHealthFunctionCore().AddCheck(check, () => HealthCheckResult.Unhealthy("the queue is long"));
        return builder.Build();
    }
}
