using System.Text.Json;
using System.Text.Json.Serialization;
using HealthChecks.UI.Core;
using HealthFunction.Checks;
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
    public void A_degraded_check_is_degraded_and_has_no_exception()
    {
        var report = JsonSerializer.Deserialize<UIHealthReport>(UiJson.Write(Reports.Warned), OfTheUi)!;

        Assert.Equal(UIHealthStatus.Degraded, report.Status);
        var entry = report.Entries["endpoint.web"];
        Assert.Equal((UIHealthStatus.Degraded, "slower than 1 ms", null), (entry.Status, entry.Description, entry.Exception));
        Assert.Equal(UIHealthStatus.Healthy, report.Entries["database.default"].Status);
    }

    [Fact]
    public void A_check_has_its_tags_and_the_words_of_its_settings_where_there_is_nothing_worse_to_say()
    {
        var traits = new CheckTraits { Description = "The carts", Link = new Uri("https://example.com/"), Tags = ["checkout", "reporting"] };
        var report = Reports.Of(Reports.Up("cache.a") with { Traits = traits }, Reports.Degraded("cache.b") with { Traits = traits });

        var read = JsonSerializer.Deserialize<UIHealthReport>(UiJson.Write(report), OfTheUi)!;

        Assert.Equal(["The carts", "slower than 1 ms"], read.Entries.Values.Select(e => e.Description));
        Assert.All(read.Entries.Values, e => Assert.Equal(["checkout", "reporting"], e.Tags!));
        Assert.All(read.Entries.Values, e => Assert.Equal(["The carts", "https://example.com/"], e.Data.Values.Select(v => v.ToString())));
    }

    [Fact]
    public void The_days_of_a_certificate_are_data()
    {
        var read = JsonSerializer.Deserialize<UIHealthReport>(UiJson.Write(Reports.Of(Reports.Ending("cache.a", 3.5))), OfTheUi)!;

        Assert.Equal("3", read.Entries["cache.a"].Data["certificateDays"].ToString());
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
