using HealthFunction.Formats.Status;
using HealthFunction.History.Plans;
using HealthFunction.History.Recent;
using HealthFunction.Localisation;
using HealthFunction.Tests.History.Plans;

namespace HealthFunction.Tests.Formats.Status;

/// <summary>Notes and plans on the page.</summary>
public sealed class PlanListTests
{
    private static readonly DateTimeOffset Now = Pages.Now;

    public static TheoryData<string> Languages => [.. Catalogs.Embedded.Languages];

    [Fact]
    public void A_note_has_its_texts_newest_first_escaped_and_without_a_language()
    {
        var note = SamplePlans.Note("looking") with
        {
            Entries = [new NoteEntry(Now.AddMinutes(-9), NoteState.Investigating, "looking"), new NoteEntry(Now.AddMinutes(-5), NoteState.Identified, "<script>alert(1)</script>\nfound")],
            Incident = Now.AddMinutes(-10),
            Checks = ["cache.default"],
        };

        var page = Page("en", note);

        Assert.Contains("<p lang=\"\">&lt;script&gt;alert(1)&lt;/script&gt;<br>found</p><span><b lang=\"en\">Identified</b>", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("found</p>", StringComparison.Ordinal) < page.IndexOf("looking</p>", StringComparison.Ordinal));
        Assert.Contains("Incident of 30 Sep 11:50 UTC", page, StringComparison.Ordinal);
        Assert.Contains("<span lang=\"en\">cache.default</span>", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_kind_is_shown_in_every_language(string language)
    {
        var page = Page(
            language,
            SamplePlans.Note("a note", NoteState.Monitoring),
            SamplePlans.Maintenance(Now.AddHours(1), Now.AddHours(2)) with { Text = "new disks" },
            SamplePlans.Maintenance(Now.AddDays(-30), null, new Recurrence("0 2 * * SUN", "Europe/Berlin", TimeSpan.FromHours(2))) with { Text = "backup" },
            SamplePlans.Drain(created: Now) with { From = Now.AddHours(3), Text = "upgrade" });

        Assert.All(["a note", "new disks", "backup", "upgrade"], text => Assert.Contains($"{text}</p>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_over_or_withdrawn_or_far_ahead_is_not_shown()
    {
        var page = Page(
            "en",
            SamplePlans.Note("withdrawn") with { Ended = Now },
            SamplePlans.Note("resolved long ago", NoteState.Resolved) with { Changed = Now.AddDays(-8) },
            SamplePlans.Maintenance(Now.AddHours(-2), Now.AddHours(-1)) with { Text = "past" },
            SamplePlans.Maintenance(Now.AddDays(91), Now.AddDays(91).AddHours(1)) with { Text = "far ahead" },
            SamplePlans.Drain(created: Now.AddHours(-2)));

        Assert.DoesNotContain("Announcements", page, StringComparison.Ordinal);
    }

    private static string Page(string language, params Plan[] plans) =>
        Pages.Write(new StatusView(Pages.Report(), Pages.Without(HistoryState.Empty)) { Plans = plans }, language);
}
