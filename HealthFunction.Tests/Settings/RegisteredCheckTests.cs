using System.Diagnostics;
using System.Net;
using HealthFunction.Checks;
using HealthFunction.Tests.AspNetCore;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.Settings;

/// <summary>The settings of checks that code registers.</summary>
public sealed class RegisteredCheckTests
{
    [Theory]
    [InlineData("SlowAfter", "soon", "is \"soon\"; it accepts a duration as hh:mm:ss from")]
    [InlineData("Timeout", "00:02:00", "is \"00:02:00\"; it accepts a duration as hh:mm:ss from")]
    [InlineData("Critical", "maybe", "is \"maybe\"; it accepts true or false.")]
    [InlineData("Every", "00:00:01", "is \"00:00:01\"; it accepts a duration as hh:mm:ss from")]
    [InlineData("EveryWhenCritical", "maybe", "is \"maybe\"; it accepts true or false.")]
    [InlineData("Tags", "live", "has \"live\"; it accepts names of groups")]
    [InlineData("Description", " ", "cannot be shown; it accepts")]
    [InlineData("Link", "runbook", "is no URL that can be linked to")]
    [InlineData("Colour", "blue", "is no setting; Health__Checks__queue_orders accepts Critical, Description, Every, EveryWhenCritical, Link, SlowAfter, Tags, Timeout.")]
    public void A_wrong_value_is_one_line_with_the_settings_name(string key, string value, string fault)
    {
        var found = Assert.Single(ReadSettings.Of(($"Checks:queue_orders:{key}", value)).Faults);

        Assert.StartsWith($"Health__Checks__queue_orders__{key} {fault}", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_a_setting_is_a_fault()
    {
        var found = Assert.Single(ReadSettings.Of(("Checks:queue_orders", "5")).Faults);

        Assert.Equal("Health__Checks__queue_orders is a value; it accepts one setting for each name, such as Health__Checks__queue_orders__SlowAfter.", found);
    }

    [Theory]
    [InlineData("queue_order:Link", "https://example.com/", "Health__Checks__queue_order names no check that code registers; there are: queue.orders, a-b, a.b.")]
    [InlineData("endpoint_web:Link", "https://example.com/", "Health__Checks__endpoint_web names no check that code registers; there are: queue.orders, a-b, a.b.")]
    [InlineData("a_b:Link", "https://example.com/", "Health__Checks__a_b fits several checks: a-b, a.b; names of checks with settings differ in more than '.', '-' and '_'.")]
    [InlineData("queue_orders:SlowAfter", "00:00:02", "Health__Checks__queue_orders__SlowAfter is \"00:00:02\"; it accepts a duration below the check's timeout, which is 00:00:02.")]
    [InlineData("queue_orders:Every", "00:05:00", "Health__Checks__queue_orders__Every is \"00:05:00\", and the overall verdict depends on this check; it needs Health__Checks__queue_orders__Critical=false, or")]
    public async Task What_does_not_fit_the_checks_of_the_code_is_one_line_at_start(string setting, string value, string fault)
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            c => c.AddCheck("queue.orders", Healthy).AddCheck("a-b", Healthy).AddCheck("a.b", Healthy),
            ($"Health:Checks:{setting}", value),
            ("Health:Endpoints:web", "http://127.0.0.1:1/")));

        Assert.StartsWith(fault, Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_in_two_spellings_are_a_fault()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            c => c.AddCheck("queue.orders", Healthy),
            ("Health:Checks:queue_orders:Link", "https://example.com/"),
            ("Health:Checks:queue.orders:Tags", "shop")));

        Assert.Contains(
            "Health__Checks__queue_orders is set 2 times (Health__Checks__queue.orders, Health__Checks__queue_orders); a name can be used once.", thrown.Failures);
    }

    [Theory]
    [InlineData("queue_orders")]
    [InlineData("queue.orders")]
    [InlineData("QUEUE_ORDERS")]
    public async Task A_check_of_code_has_what_checks_by_settings_have(string name)
    {
        await using var app = await StartAsync(
            c => c.AddCheck("queue.orders", Healthy).AddCheck("other", Healthy),
            ($"Health:Checks:{name}:Tags", "checkout,reporting"),
            ($"Health:Checks:{name}:Description", "The orders"),
            ($"Health:Checks:{name}:Link", "https://example.com/runbook"),
            ($"Health:Checks:{name}:Every", "01:00:00"),
            ($"Health:Checks:{name}:EveryWhenCritical", "true"));

        Assert.Equal("queue.orders=UP", (await Answer.GetAsync(app.Client, "api/health/checkout")).Summary);
        using var second = await app.SendAsync("GET", "api/health");
        Assert.NotNull(second.Headers.Age);
        var ui = await app.Client.GetStringAsync(new Uri("api/health?format=ui", UriKind.Relative), Patience.Token);
        Assert.Contains("The orders", ui, StringComparison.Ordinal);
        Assert.Contains("https://example.com/runbook", ui, StringComparison.Ordinal);
        Assert.Equal(CheckTraits.None, app.App.Services.GetRequiredService<CheckTraitsBook>().Of("other"));
    }

    [Fact]
    public async Task A_check_of_code_that_is_slow_is_degraded()
    {
        await using var app = await StartAsync(
            c => c.AddCheck("queue.orders", () =>
            {
                var start = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(5));
                return HealthCheckResult.Healthy();
            }),
            ("Health:Timeout", "00:00:20"),
            ("Health:Checks:queue_orders:SlowAfter", "00:00:00.005"));

        var json = await app.Client.GetStringAsync(new Uri("api/health?format=health%2Bjson", UriKind.Relative), Patience.Token);

        Assert.Contains("slower than 5 ms", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable)]
    [InlineData(null, HealthStatus.Degraded, HttpStatusCode.OK)]
    [InlineData("false", HealthStatus.Unhealthy, HttpStatusCode.OK)]
    [InlineData("true", HealthStatus.Degraded, HttpStatusCode.ServiceUnavailable)]
    public async Task The_setting_says_whether_the_verdict_depends_on_it_and_code_does_otherwise(string? critical, HealthStatus failureStatus, HttpStatusCode code)
    {
        await using var app = await StartAsync(
            c => c.Add(new HealthCheckRegistration("queue.orders", new ScriptedCheck(_ => throw new InvalidOperationException()), failureStatus, null)),
            ("Health:Checks:queue_orders:Critical", critical));

        var answer = await Answer.GetAsync(app.Client);

        Assert.Equal((code, "queue.orders=DOWN(check failed)"), (answer.Code, answer.Summary));
    }

    [Theory]
    [InlineData(null, "timed out after 30 ms")]
    [InlineData("00:00:00.020", "timed out after 20 ms")]
    public async Task The_setting_has_the_timeout_and_code_does_otherwise(string? timeout, string error)
    {
        using var started = new SemaphoreSlim(0);
        await using var app = await StartAsync(
            c => c.Add(new HealthCheckRegistration("queue.orders", ScriptedCheck.UntilCancelled(started), null, null, TimeSpan.FromMilliseconds(30))),
            ("Health:Checks:queue_orders:Timeout", timeout));

        Assert.Equal(error, (await Answer.GetAsync(app.Client)).Errors["queue.orders"]);
    }

    private static HealthCheckResult Healthy() => HealthCheckResult.Healthy();

    private static Task<WebAppUnderTest> StartAsync(Action<IHealthChecksBuilder> checks, params (string Name, string? Value)[] settings) =>
        WebAppUnderTest.StartAsync(builder => checks(builder.Services.AddHealthChecks()), settings);
}
