using System.Text.Json;
using HealthFunction.Formats;

namespace HealthFunction.Tests.Formats;

public sealed class UiJsonTests
{
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
