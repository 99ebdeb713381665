using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;

namespace HealthFunction.Tests.Formats;

public sealed class HealthJsonTests
{
    [Fact]
    public void Each_check_has_one_entry_with_its_time_and_output_only_when_it_does_not_pass()
    {
        using var json = JsonDocument.Parse(HealthJson.Write(Reports.Mixed));
        var root = json.RootElement;
        Assert.Equal("fail", root.GetProperty("status").GetString());
        Assert.Equal(
            ["database.default:responseTime", "cache.default:responseTime", "endpoint.web:responseTime", "table.default:responseTime"],
            root.GetProperty("checks").EnumerateObject().Select(p => p.Name));

        var up = Assert.Single(root.GetProperty("checks").GetProperty("database.default:responseTime").EnumerateArray());
        Assert.Equal("pass", up.GetProperty("status").GetString());
        Assert.Equal(1.25, up.GetProperty("observedValue").GetDouble());
        Assert.Equal("ms", up.GetProperty("observedUnit").GetString());
        Assert.Equal("datastore", up.GetProperty("componentType").GetString());
        Assert.Equal("2026-03-01T12:00:00.250Z", up.GetProperty("time").GetString());
        Assert.False(up.TryGetProperty("output", out _));

        var statuses = root.GetProperty("checks").EnumerateObject().Select(p => p.Value[0].GetProperty("status").GetString());
        Assert.Equal(["pass", "fail", "warn", "fail"], statuses);
        Assert.Equal("unexpected status 500", root.GetProperty("checks").GetProperty("endpoint.web:responseTime")[0].GetProperty("output").GetString());
    }

    [Fact]
    public void A_degraded_check_warns_and_says_why()
    {
        using var json = JsonDocument.Parse(HealthJson.Write(Reports.Warned));

        Assert.Equal("warn", json.RootElement.GetProperty("status").GetString());
        var check = json.RootElement.GetProperty("checks").GetProperty("endpoint.web:responseTime")[0];
        Assert.Equal(("warn", "slower than 1 ms"), (check.GetProperty("status").GetString(), check.GetProperty("output").GetString()));
    }

    [Fact]
    public void The_days_of_a_certificate_are_an_entry_of_their_own()
    {
        using var json = JsonDocument.Parse(HealthJson.Write(Reports.Of(Reports.Ending("cache.a", 3.5), Reports.Up("cache.b"))));

        Assert.Equal("warn", json.RootElement.GetProperty("status").GetString());
        var checks = json.RootElement.GetProperty("checks");
        Assert.Equal(["cache.a:responseTime", "cache.a:certificateDays", "cache.b:responseTime"], checks.EnumerateObject().Select(p => p.Name));
        var days = checks.GetProperty("cache.a:certificateDays")[0];
        Assert.Equal((3, "d", "warn"), (days.GetProperty("observedValue").GetInt32(), days.GetProperty("observedUnit").GetString(), days.GetProperty("status").GetString()));
    }

    [Fact]
    public void A_deployment_that_serves_while_something_optional_fails_warns()
    {
        var report = Reports.Of(Reports.Up("a.b"), Reports.Failing("c.d", Verdict.Down, ErrorText.CheckFailed) with { Critical = false });

        using var json = JsonDocument.Parse(HealthJson.Write(report));

        Assert.Equal("warn", json.RootElement.GetProperty("status").GetString());
    }
}
