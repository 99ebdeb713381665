using System.ServiceModel.Syndication;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using HealthFunction.Formats.Feeds;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.Testing;
using HealthFunction.Tests.Formats.Status;
using HealthFunction.Tests.History.Plans;
using Calendar = Ical.Net.Calendar;

namespace HealthFunction.Tests.Formats.Feeds;

/// <summary>The feeds as parsers of the ecosystem read them.</summary>
public sealed class FeedTests
{
    private const string Hostile = "<b>&\"quoted\"</b>; a, b\\c \ud83d\udd27 ünïcode, and a line that is long enough to be folded more than once, so that nobody overlooks it\nsecond line";

    private static readonly DateTimeOffset Noon = SamplePlans.Noon;

    private static readonly Plan Note = SamplePlans.Note(Hostile) with
    {
        Entries = [new NoteEntry(Noon, NoteState.Investigating, Hostile), new NoteEntry(Noon.AddMinutes(5), NoteState.Resolved, "done")],
        Changed = Noon.AddMinutes(5),
    };

    private static readonly Plan[] All =
    [
        Note,
        SamplePlans.Note("withdrawn") with { Ended = Noon },
        SamplePlans.Drain("west", Noon.AddHours(1)),
        SamplePlans.Maintenance(Noon.AddHours(2), Noon.AddHours(3)) with { Text = Hostile, Source = "west", Changed = Noon.AddMinutes(-1) },
        SamplePlans.Maintenance(Noon, null, new Recurrence("0 2 * * SUN", "Europe/Berlin", TimeSpan.FromHours(2))) with { Source = "east", Changed = Noon.AddMinutes(-2) },
    ];

    [Fact]
    public void Atom_is_read_with_every_entry_the_last_changed_first()
    {
        var feed = Load(new Feed(null, Entries(null)));

        Assert.Equal(("Health", Noon.AddMinutes(5)), (feed.Title.Text, feed.LastUpdatedTime));
        Assert.Equal(["note", "drain", "maintenance", "maintenance", "incident", "incident"], feed.Items.Select(i => i.Categories.Single().Name));
        Assert.All(feed.Items, i => Assert.StartsWith("urn:uuid:", i.Id, StringComparison.Ordinal));
        Assert.Equal(feed.Items.Count(), feed.Items.Select(i => i.Id).Distinct().Count());
        var note = (TextSyndicationContent)feed.Items.First().Content;
        Assert.Equal($"2026-03-01 12:05 UTC, resolved: done\n\n2026-03-01 12:00 UTC, investigating: {Hostile}", note.Text.ReplaceLineEndings("\n"));
        Assert.Equal("text", note.Type);
        Assert.Equal("west: up again", feed.Items.ElementAt(5).Title.Text);
        Assert.Equal("Down from 2026-03-01 10:00 UTC to 2026-03-01 10:12 UTC, 12 min: connection refused", ((TextSyndicationContent)feed.Items.ElementAt(5).Content).Text);
        Assert.Equal("west: down", feed.Items.ElementAt(4).Title.Text);
        Assert.Equal(
            [(Noon.AddMinutes(-20), Noon.AddMinutes(-20)), (Noon.AddMinutes(-120), Noon.AddMinutes(-108))],
            feed.Items.Skip(4).Select(i => (i.PublishDate, i.LastUpdatedTime)));
    }

    [Fact]
    public void A_feed_of_one_source_has_what_is_for_it()
    {
        var feed = Load(new Feed("east", Entries("east")));

        Assert.Equal("Health of east", feed.Title.Text);
        Assert.Equal(["note", "maintenance"], feed.Items.Select(i => i.Categories.Single().Name));
        Assert.Equal("feed?source=east", feed.Links.Single(l => l.RelationshipType == "self").Uri.OriginalString);
    }

    [Fact]
    public void Json_Feed_has_the_same_entries_under_the_same_ids()
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "HealthFunction.Core", "Formats", "openapi.json")))!;
        var feed = new Feed(null, Entries(null));
        var json = JsonNode.Parse(JsonFeed.Write(feed))!;

        Assert.Empty(new JsonSchema(document, document["components"]!["schemas"]!["JsonFeed"]!).Validate(json));
        Assert.Equal(Load(feed).Items.Select(i => i.Id), json["items"]!.AsArray().Select(i => (string)i!["id"]!));
        Assert.Contains(Hostile, (string)json["items"]![0]!["content_text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_an_incident_is_news_under_the_same_id_and_each_of_its_minutes_is_not()
    {
        var (begun, longer, ended) = (Incident(701, false), Incident(715, false), Incident(715, true));

        Assert.Equal(begun, longer);
        Assert.Equal((begun.Id, begun.Published), (ended.Id, ended.Published));
        Assert.Equal((Noon.AddMinutes(-20), Noon.AddMinutes(-5)), (begun.Updated, ended.Updated));
        Assert.NotEqual(AtomFeed.Write(new Feed(null, [longer])), AtomFeed.Write(new Feed(null, [ended])));

        // Down from minute 700 on, and UP again for two minutes if it has ended.
        static FeedEntry Incident(int until, bool hasEnded)
        {
            var series = new DaySeries(DaySeries.Overall);
            Pages.Fill(series, 0, 700, MinuteState.Up);
            Pages.Fill(series, 700, until, MinuteState.Down, error: "connection refused");
            Pages.Fill(series, until, hasEnded ? until + 2 : until, MinuteState.Up);
            return FeedEntries.Of(Reading(("west", series)), [], null, Noon).Single();
        }
    }

    [Fact]
    public void The_same_entries_are_the_same_bytes_whatever_the_time_is()
    {
        var first = AtomFeed.Write(new Feed(null, Entries(null)));

        Assert.Equal(first, AtomFeed.Write(new Feed(null, FeedEntries.Of(Reading(), All, null, Noon.AddMinutes(1)))));
        Assert.Equal(AtomFeed.Write(new Feed(null, [])), AtomFeed.Write(new Feed(null, [])));
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        var entry = Entries(null)[0] with { Title = "a\0b\u001bc\uFFFE", Text = "\ud83d" };

        Assert.Equal("abc", Load(new Feed(null, [entry])).Items.Single().Title.Text);
    }

    [Fact]
    public void ICalendar_has_each_window_with_its_exact_times_and_a_lasting_id()
    {
        var settings = new MaintenanceSchedule([new(Noon.AddHours(-5), Noon.AddHours(-4))]);
        var bytes = CalendarFeed.Write(null, All, ("west", settings), Noon);
        var events = Calendar.Load(Encoding.UTF8.GetString(bytes))!.Events.OrderBy(e => e.DtStart!.AsUtc).ToList();

        Assert.Equal((Noon.AddHours(-5).UtcDateTime, Noon.AddHours(-4).UtcDateTime), (events[0].DtStart!.AsUtc, events[0].DtEnd!.AsUtc));
        Assert.Equal((Noon.AddHours(2).UtcDateTime, Noon.AddHours(3).UtcDateTime), (events[1].DtStart!.AsUtc, events[1].DtEnd!.AsUtc));
        Assert.Equal(("Maintenance: west", Hostile), (events[1].Summary, events[1].Description!.ReplaceLineEndings("\n")));

        // Sundays at 02:00 in Berlin, before and after the clock change.
        Assert.Equal(
            [new(2026, 3, 8, 1, 0, 0, DateTimeKind.Utc), new(2026, 3, 15, 1, 0, 0, DateTimeKind.Utc), new(2026, 3, 22, 1, 0, 0, DateTimeKind.Utc), new(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc), new DateTime(2026, 4, 5, 0, 0, 0, DateTimeKind.Utc)],
            events.Skip(2).Take(5).Select(e => e.DtStart!.AsUtc));
        Assert.Equal(events.Count, events.Select(e => e.Uid).Distinct().Count());
        Assert.Equal(bytes, CalendarFeed.Write(null, All, ("west", settings), Noon));
        Assert.Equal(events.Count - 2, Calendar.Load(Encoding.UTF8.GetString(CalendarFeed.Write("east", All, ("west", settings), Noon)))!.Events.Count);
        Assert.All(Encoding.UTF8.GetString(bytes).Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    private static SyndicationFeed Load(Feed feed)
    {
        using var xml = XmlReader.Create(new MemoryStream(AtomFeed.Write(feed)));
        return SyndicationFeed.Load(xml);
    }

    private static IReadOnlyList<FeedEntry> Entries(string? source) => FeedEntries.Of(Reading(), All, source, Noon);

    /// <summary>West was down for twelve minutes, and is down again; east is up.</summary>
    private static FleetReading Reading()
    {
        var west = new DaySeries(DaySeries.Overall);
        Pages.Fill(west, 0, 540, MinuteState.Up);
        Pages.Fill(west, 600, 612, MinuteState.Down, error: "connection refused");
        Pages.Fill(west, 612, 630, MinuteState.Up);
        Pages.Fill(west, 539, 540, MinuteState.Up);
        Pages.Fill(west, 700, 720, MinuteState.Down, error: "timeout");
        var east = new DaySeries(DaySeries.Overall);
        Pages.Fill(east, 0, 720, MinuteState.Up);
        return Reading(("west", west), ("east", east));
    }

    private static FleetReading Reading(params (string Source, DaySeries Series)[] sources)
    {
        var date = DateOnly.FromDateTime(Noon.UtcDateTime);
        return new FleetReading(Noon, date, date, [.. sources.Select(source => new SourceReading(
            new FleetMember(source.Source, [new Day(date, [new DayPart(0) { Series = [source.Series] }])], Noon.AddDays(-30)), SourceState.Read, Noon, null))]);
    }
}
