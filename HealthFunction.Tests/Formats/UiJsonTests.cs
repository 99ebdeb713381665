using System.Text.Json;
using System.Text.Json.Serialization;
using HealthChecks.UI.Core;
using HealthFunction.Formats.Health;

namespace HealthFunction.Tests.Formats;

public sealed class UiJsonTests
{
    /// <summary>The options with which the UI's collector reads its polls.</summary>
    private static readonly JsonSerializerOptions OfTheUi = new()
    {
        PropertyNameCaseInsensitive = true,
        Converters = { new JsonStringEnumConverter() },
    };

    [Fact]
    public void The_ui_reads_the_answer_into_its_own_types()
    {
        var report = JsonSerializer.Deserialize<UIHealthReport>(UiJson.Write(Reports.Mixed), OfTheUi)!;

        Assert.Equal((UIHealthStatus.Unhealthy, TimeSpan.FromMilliseconds(12.5)), (report.Status, report.TotalDuration));
        Assert.Equal(
            [UIHealthStatus.Healthy, UIHealthStatus.Unhealthy, UIHealthStatus.Degraded, UIHealthStatus.Unhealthy],
            report.Entries.Values.Select(e => e.Status));
        Assert.Equal("connection refused", report.Entries["cache.default"].Description);
        Assert.Equal(TimeSpan.FromMilliseconds(1.25), report.Entries["cache.default"].Duration);
    }

    [Fact]
    public void The_answer_has_the_members_and_the_states_that_the_ui_reads()
    {
        using var json = JsonDocument.Parse(UiJson.Write(Reports.Mixed));
        var root = json.RootElement;

        Assert.Equal(["status", "totalDuration", "entries"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Unhealthy", root.GetProperty("status").GetString());
        Assert.Equal(TimeSpan.FromMilliseconds(12.5), TimeSpan.Parse(root.GetProperty("totalDuration").GetString()!, null));
        Assert.Equal(["Healthy", "Unhealthy", "Degraded", "Unhealthy"], root.GetProperty("entries").EnumerateObject().Select(e => e.Value.GetProperty("status").GetString()));
        var entry = root.GetProperty("entries").GetProperty("cache.default");
        Assert.Equal(["data", "description", "duration", "exception", "status", "tags"], entry.EnumerateObject().Select(p => p.Name));
        Assert.Equal("connection refused", entry.GetProperty("description").GetString());
    }
}
