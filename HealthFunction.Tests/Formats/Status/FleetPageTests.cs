using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using HealthFunction.Checks;
using HealthFunction.Formats.Status;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Runs;
using HealthFunction.Localisation;

namespace HealthFunction.Tests.Formats.Status;

/// <summary>The page of several regions.</summary>
public sealed partial class FleetPageTests
{
    public static TheoryData<string> Languages => [.. Catalogs.Embedded.Languages];

    public static TheoryData<int, string> RegionsAndLanguages => new(
        from regions in new[] { 1, 3, 10 }
        from language in Catalogs.Embedded.Languages
        select (regions, language));

    [Theory]
    [MemberData(nameof(RegionsAndLanguages))]
    public void Ten_checks_and_90_days_stay_below_60_KB_compressed_for_every_number_of_regions_even_if_every_day_has_an_outage(int regions, string language)
    {
        var random = new Random(5);
        string[] checks = [.. Enumerable.Range(0, 10).Select(i => $"database.replica_{i:00}")];
        void Write(int age, string name, DaySeries series)
        {
            Pages.Fill(series, 0, 137, MinuteState.Up, TimeSpan.FromMilliseconds(5 + (10 * random.NextDouble())));
            Pages.Fill(series, 137, 137 + random.Next(1, 500), MinuteState.Down, TimeSpan.FromSeconds(2), "an earlier attempt is still stuck");
            Pages.Fill(series, 700, FleetPages.Minutes(age), MinuteState.Down, TimeSpan.FromSeconds(2), "an earlier attempt is still stuck");
        }

        var sources = Enumerable.Range(0, regions).Select(i => new SourceReading(
            new FleetMember(i == 0 ? FleetPages.Own : $"region-number-{i}", FleetPages.Days(checks, Write), FleetMember.NotKnown),
            i < 9 ? SourceState.Read : SourceState.Old,
            Pages.Now,
            i < 9 ? null : Pages.Now));
        var failing = checks.Select(c => Reports.Failing(c, Verdict.Down, ErrorText.EarlierAttemptStuck));
        var view = FleetPages.View(sources) with { Report = Pages.Report(failing), History = Pages.History(checks, Write) };
        view = regions == 1 ? view with { Fleet = null } : view;

        var page = Pages.Bytes(view, language);

        Assert.InRange(page.Length, 30_000, 130_000);
        Assert.InRange(Compressed(page), 5_000, 60_000);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{regions} regions, {language}: {page.Length} bytes, {Compressed(page)} compressed"));
        Assert.Equal((regions == 1 ? 0 : 2 + regions) + 10, Rows().Count(Encoding.UTF8.GetString(page)));
    }

    [Fact]
    public void It_opens_with_the_service_as_a_whole_and_goes_on_with_the_regions_and_the_checks_of_this_one()
    {
        var page = Pages.Write(FleetPages.View(FleetPages.Up("west"), FleetPages.Failing("east", MinuteState.Down, "database.a: connection refused"), FleetPages.Up("north")));

        Assert.Contains("<title>Up in 2 of 3 regions</title>", page, StringComparison.Ordinal);
        Assert.Contains("data-state=\"UP\"", page, StringComparison.Ordinal);
        string[] parts =
        [
            "<header class=\"u\"><p class=\"s\">Up</p><h1>Up in 2 of 3 regions</h1>",
            "<article class=\"u\"><h2>Service</h2><p class=s>Up</p>",
            "<article class=\"d\"><h2>Full redundancy</h2><p class=s>Down</p>",
            "since <time datetime=\"2026-09-30T11:40:00Z\"",
            "<h2 class=y>Regions</h2>",
            "<h3><a href=\"#here\">west</a></h3><p class=s>Up</p>",
            "<h3>east</h3><p class=s>Down</p>",
            "<b lang=en>database.a: connection refused</b> <span>since <time datetime=\"2026-09-30T11:40:00Z\" data-r>30 Sep 11:40 UTC</time></span> <span>last record <time datetime=\"2026-09-30T11:59:00Z\"",
            "<li class=d>database.a <b>Down</b> <span lang=en>database.a: connection refused</span>",
            "<h3>north</h3><p class=s>Up</p>",
            "<li class=u>database.a</ul>",
            "<h2>This region: west</h2><p class=s>Up</p><p class=h>All checks are up</p>",
            "<article id=\"database.a\"",
            "<h2>Incidents</h2>",
            "<a href=\"#region-1\">east</a>",
        ];
        var at = 0;
        foreach (var part in parts)
        {
            var found = page.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"not there, or not in this order: {part}");
            at = found;
        }
    }

    [Theory]
    [InlineData((int)MinuteState.Up, false, (int)MinuteState.Up, false, "u", "All regions are up")]
    [InlineData((int)MinuteState.Down, false, (int)MinuteState.Down, false, "d", "No region is up")]
    [InlineData((int)MinuteState.Down, false, (int)MinuteState.Down, true, "d", "No region is up")]
    [InlineData((int)MinuteState.Down, false, (int)MinuteState.Unknown, false, "k", "It is unknown whether a region is up")]
    [InlineData((int)MinuteState.Down, true, (int)MinuteState.Down, true, "m", "Planned downtime in every region")]
    [InlineData((int)MinuteState.Up, false, (int)MinuteState.Down, true, "u", "Up in 1 of 2 regions")]
    [InlineData((int)MinuteState.NoData, false, (int)MinuteState.NoData, false, "n", "No region has recorded anything in the last 10 minutes")]
    public void The_headline_is_that_of_the_service(int west, bool isWestPlanned, int east, bool isEastPlanned, string colour, string headline)
    {
        var page = Pages.Write(FleetPages.View(Of("west", (MinuteState)west, isWestPlanned), Of("east", (MinuteState)east, isEastPlanned)));

        Assert.Matches($"<header class=\"{colour}\"><p class=\"s\">.+</p><h1>{headline}</h1>", page);

        static SourceReading Of(string source, MinuteState state, bool isPlanned) => state switch
        {
            MinuteState.Up => FleetPages.Up(source),
            MinuteState.NoData => FleetPages.Region(source, (age, series) => Pages.Fill(series, 0, age == 0 ? 700 : 1440, MinuteState.Up)),
            _ => FleetPages.Failing(source, state, "x", isPlanned),
        };
    }

    [Fact]
    public void A_region_that_cannot_be_read_says_so_and_since_when()
    {
        var since = Pages.Now.AddMinutes(-20);
        var old = FleetPages.Region("east", (age, series) => Pages.Fill(series, 0, age == 0 ? 699 : 1440, MinuteState.Up)) with
        {
            State = SourceState.Old,
            ReadAt = since.AddMinutes(-1),
            UnreadableSince = since,
        };
        var gone = new SourceReading(new FleetMember("north", [], FleetMember.NotKnown), SourceState.Unreadable, null, since);
        var fresh = new SourceReading(new FleetMember("south", [], FleetMember.Never), SourceState.Empty, Pages.Now, null);

        var page = Pages.Write(FleetPages.View(FleetPages.Up("west"), old, gone, fresh));

        Assert.Contains("<h1>Up in 1 of 3 regions</h1>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<h3>east</h3><p class=s>No data</p><p class=w> <span>cannot be read since <time datetime=\"2026-09-30T11:40:00Z\" data-r>30 Sep 11:40 UTC</time></span> · shown as of 30 Sep 11:39 UTC</p>"
            + "<p class=t> <span>last record <time datetime=\"2026-09-30T11:38:00Z\"",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<h3>north</h3><p class=s>No data</p><p class=w> <span>cannot be read since <time datetime=\"2026-09-30T11:40:00Z\" data-r>30 Sep 11:40 UTC</time></span></p><p class=t></p>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>south</h3><p class=s>No data</p><p class=t>It has not recorded anything yet.</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_the_others_found_unreachable_is_down_and_nothing_is_said_of_its_checks()
    {
        var dead = FleetPages.Region("east", (age, series) => Pages.Fill(series, 0, age == 0 ? 690 : 1440, MinuteState.Up));
        var watcher = FleetPages.Region("west", (age, series) => Pages.Fill(series, 0, FleetPages.Minutes(age), MinuteState.Up), (age, day) =>
        {
            for (var minute = 690; age == 0 && minute < 720; minute++)
            {
                day.Saw("east", minute, PeerState.Unreachable);
            }
        });

        var page = Pages.Write(FleetPages.View(watcher, dead));

        Assert.Contains("<h1>Up in 1 of 2 regions</h1>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<h3>east</h3><p class=s>Down</p><p class=t><b lang=en>unreachable, seen by west</b> <span>since <time datetime=\"2026-09-30T11:30:00Z\" data-r>30 Sep 11:30 UTC</time></span>"
            + " <span>last record <time datetime=\"2026-09-30T11:29:00Z\" data-r>30 Sep 11:29 UTC</time></span></p><div",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<a href=\"#region-1\">east</a> <b lang=\"en\">unreachable, seen by west</b>", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Names_of_regions_and_an_operators_title_stay_text(string language)
    {
        const string Hostile = "</style><script>alert('x')</script>\"&";
        var view = FleetPages.View(FleetPages.Up("west"), FleetPages.Failing(Hostile, MinuteState.Down, Hostile)) with { Title = Hostile };

        var page = Pages.Write(view, language);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("<h1 class=y>&lt;/style&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_is_the_heading_and_the_first_part_of_the_title_on_a_page_of_one_region_too()
    {
        var view = new StatusView(Pages.Report(Reports.Up("database.a")), Pages.Without(HistoryState.Empty)) { Title = "Contoso", Source = "west" };

        var page = Pages.Write(view);

        Assert.Contains("<title>Contoso · All checks are up</title>", page, StringComparison.Ordinal);
        Assert.Contains("<h1 class=y>Contoso</h1><header class=\"u\"><p class=\"s\">Up</p><p class=h>All checks are up</p>", page, StringComparison.Ordinal);
        Assert.Matches("Checked at <time [^>]+>12:00:00 UTC</time> · Source: west</p></header>", page);
        Assert.Single(Headings().Matches(page));
    }

    private static int Compressed(byte[] page)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(page);
        }

        return (int)target.Length;
    }

    [GeneratedRegex("<ol ")]
    private static partial Regex Rows();

    [GeneratedRegex("<h1")]
    private static partial Regex Headings();
}
