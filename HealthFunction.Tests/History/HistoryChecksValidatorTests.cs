using HealthFunction.History;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.History;

public sealed class HistoryChecksValidatorTests
{
    [Theory]
    [InlineData(RunLimits.MaxChecks, "UseDevelopmentStorage=true", true)]
    [InlineData(RunLimits.MaxChecks + 1, "UseDevelopmentStorage=true", false)]
    [InlineData(RunLimits.MaxChecks + 1, "", true)]
    public void More_checks_than_a_recording_holds_are_a_fault_where_history_is_kept(int checks, string storage, bool isValid)
    {
        var configuration = new ConfigurationManager { ["AzureWebJobsStorage"] = storage };
        using var services = new ServiceCollection()
            .AddSingleton(HistoryConnection.Open(new HistoryOptions(), configuration, TimeProvider.System))
            .BuildServiceProvider();
        var options = new HealthCheckServiceOptions();
        for (var i = 0; i < checks; i++)
        {
            options.Registrations.Add(new HealthCheckRegistration($"check.{i}", _ => throw new NotSupportedException(), null, null));
        }

        var result = new HistoryChecksValidator(new HealthSettings(configuration, []), services).Validate(null, options);

        Assert.Equal(isValid, result.Succeeded);
        Assert.Equal(isValid ? null : "401 health checks are registered; history accepts at most 400.", result.FailureMessage);
    }
}
