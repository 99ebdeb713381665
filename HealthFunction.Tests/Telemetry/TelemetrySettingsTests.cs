using HealthFunction.Telemetry;
using HealthFunction.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.Telemetry;

public sealed class TelemetrySettingsTests
{
    private const string Insights = "InstrumentationKey=00000000-0000-0000-0000-00000000000a;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/;ApplicationId=00000000-0000-0000-0000-00000000000b";
    private const string Identity = "ClientId=11111111-2222-3333-4444-555555555555;Authorization=AAD";

    [Fact]
    public void Nothing_set_registers_no_exporter()
    {
        var services = new ServiceCollection();

        services.AddTelemetry(new ConfigurationManager());

        Assert.DoesNotContain(services, s => $"{s.ServiceType} {s.ImplementationType}".Contains("OpenTelemetry", StringComparison.Ordinal));
        Assert.DoesNotContain(services, s => s.ImplementationType == typeof(TelemetryFlush));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example/otlp", true, false)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights, false, true)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-00000000000a", false, true)]
    public void Either_setting_says_where_to(string name, string value, bool otlp, bool insights)
    {
        var settings = Read((name, value));

        Assert.Empty(settings.Faults);
        Assert.Equal((otlp, insights), (settings.HasOtlp, settings.Insights is not null));
    }

    [Theory]
    [InlineData(Identity, "11111111-2222-3333-4444-555555555555")]
    [InlineData("Authorization=AAD", null)]
    public void Application_Insights_gets_a_token_when_that_is_set(string authentication, string? clientId)
    {
        var settings = Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", authentication));

        Assert.Empty(settings.Faults);
        Assert.Equal((true, clientId), (settings.InsightsByIdentity, settings.InsightsClientId));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "hunter2", "OTEL_EXPORTER_OTLP_ENDPOINT is no URL of a collector (what it holds is not shown); it accepts http://host:port or https://host:port.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is no URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector/hunter2", "OTEL_EXPORTER_OTLP_ENDPOINT is no URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:hunter2@collector/", "OTEL_EXPORTER_OTLP_ENDPOINT is no URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is \"http/json\"; it accepts grpc or http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "hunter2", "OTEL_EXPORTER_OTLP_HEADERS cannot be read (what it holds is not shown)")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=b,hunter2", "OTEL_EXPORTER_OTLP_HEADERS cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "hunter2", "APPLICATIONINSIGHTS_CONNECTION_STRING cannot be read (what it holds is not shown); it accepts the connection string of an Application Insights resource")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=hunter2", "APPLICATIONINSIGHTS_CONNECTION_STRING cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "IngestionEndpoint=https://x/", "APPLICATIONINSIGHTS_CONNECTION_STRING cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights + ";ProfilerEndpoint=hunter2", "APPLICATIONINSIGHTS_CONNECTION_STRING cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "hunter2", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING cannot be read (what it holds is not shown); it accepts Authorization=AAD, or ClientId=…;Authorization=AAD")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=hunter2;Authorization=AAD", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=11111111-2222-3333-4444-555555555555", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING cannot be read")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD;ClientSecret=hunter2", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING cannot be read")]
    public void A_wrong_setting_is_one_line_with_its_name_and_what_it_accepts_and_without_a_secret(string name, string value, string fault)
    {
        var found = Assert.Single(Read(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights), (name, value)).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_settings_do_not_matter_when_nothing_is_sent()
    {
        Assert.Empty(Read(("OTEL_SDK_DISABLED", "True"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "x")).Faults);
        Assert.Empty(Read(("OTEL_EXPORTER_OTLP_PROTOCOL", "x"), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "x")).Faults);
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_together_with_those_of_the_checks()
    {
        var ended = await AppProcess.RunAsync(
            new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "hunter2", ["Health__Timeout"] = "soon" }, "--port", "0");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("error: OTEL_EXPORTER_OTLP_ENDPOINT is no URL", ended.Output, StringComparison.Ordinal);
        Assert.Contains("error: Health__Timeout is \"soon\"", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Output, StringComparison.Ordinal);
    }

    private static TelemetrySettings Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return new TelemetrySettings(configuration);
    }
}
