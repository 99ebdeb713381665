using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Every_address_is_named_as_one_that_can_be_opened()
    {
        await using var app = await AppProcess.StartAsync(arguments: ["--port", "0", "--address", "0.0.0.0"]);

        Assert.Equal("localhost", app.Address.Host);
        Assert.Contains("\"UP\"", await app.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_one_line_for_each_fault_and_exit_code_1()
    {
        var end = await AppProcess.RunAsync([new("Health__Timeout", "soon"), new("HistorySchedule", "every minute")], "--port", "0");

        Assert.Equal(1, end.ExitCode);
        Assert.Collection(
            end.Output.Trim().Split('\n'),
            line => Assert.StartsWith("error: Health__Timeout is \"soon\"; it accepts", line, StringComparison.Ordinal),
            line => Assert.StartsWith("error: HistorySchedule is \"every minute\"; it accepts an NCRONTAB expression", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Environment_variables_of_others_that_differ_in_letter_case_only_are_no_fault()
    {
        await using var app = await AppProcess.StartAsync([new("http_proxy", "http://127.0.0.1:1"), new("HTTP_PROXY", "http://127.0.0.1:2")]);

        Assert.Contains("\"UP\"", await app.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEALTH__TIMEOUT")]
    [InlineData("Health:Timeout")]
    public async Task A_setting_that_is_there_twice_is_one_line_and_exit_code_1(string other)
    {
        var end = await AppProcess.RunAsync([new("Health__Timeout", "00:00:01"), new(other, "00:00:02")], "--port", "0");

        Assert.Equal(1, end.ExitCode);
        Assert.Equal($"error: Health__Timeout is set 2 times ({other}, Health__Timeout); a name can be used once.", end.Output.Trim(), ignoreCase: true);
    }

    [Theory]
    [InlineData("Health__Databases__a", "Host=db;Target Session Attributes=primary")]
    [InlineData("Health__Databases__a", "Host=db;SSL Negotiation=Direct")]
    [InlineData("Health__Databases__a", "Host=,")]
    public async Task What_a_client_would_refuse_is_one_line_and_no_stack_trace(string name, string value)
    {
        var end = await AppProcess.RunAsync([new(name, value)], "--port", "0");

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith($"error: {name} ", Assert.Single(end.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
