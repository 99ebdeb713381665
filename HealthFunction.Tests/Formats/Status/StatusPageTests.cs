using System.Text.RegularExpressions;
using HealthFunction.Checks;
using HealthFunction.Formats.Status;
using HealthFunction.History;
using HealthFunction.Localisation;

namespace HealthFunction.Tests.Formats.Status;

public sealed partial class StatusPageTests
{
    public static TheoryData<string> Languages => [.. Catalogs.Embedded.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Ten_checks_and_90_days_stay_below_60_KB_though_every_day_has_something_to_tell(string language)
    {
        var random = new Random(5);
        string[] checks = [.. Enumerable.Range(0, 10).Select(i => $"database.replica_{i:00}")];
        var history = Pages.History(checks, (_, name, series) =>
        {
            Pages.Fill(series, 0, 137, MinuteState.Up, TimeSpan.FromMilliseconds(5 + (10 * random.NextDouble())));
            Pages.Fill(series, 137, 137 + random.Next(1, 1300), MinuteState.Down, TimeSpan.FromSeconds(2), "an earlier attempt is still stuck");
        });

        var failing = checks.Select(c => Reports.Failing(c, Verdict.Down, ErrorText.EarlierAttemptStuck));
        var page = Pages.Bytes(new StatusView(Pages.Report(failing), history), language);

        Assert.InRange(page.Length, 30_000, 60_000);
    }

    [Fact]
    public void A_day_is_as_its_worst_minute_and_tells_its_share_of_downtime_and_its_coverage()
    {
        var history = Pages.History(["database.a"], (age, _, series) =>
        {
            switch (age)
            {
                case 1:
                    Pages.Fill(series, 0, 1440, MinuteState.Up);
                    break;
                case 2:
                    Pages.Fill(series, 0, 1439, MinuteState.Up);
                    Pages.Fill(series, 1439, 1440, MinuteState.Down);
                    break;
                case 3:
                    Pages.Fill(series, 0, 720, MinuteState.Up);
                    break;
                case 4:
                    Pages.Fill(series, 0, 1439, MinuteState.Up);
                    Pages.Fill(series, 1439, 1440, MinuteState.Unknown);
                    break;
                case 0:
                    Pages.Fill(series, 0, 720, MinuteState.Up);
                    break;
            }
        });

        var page = Pages.Write(new StatusView(Pages.Report(Reports.Up("database.a")), history));

        Assert.Contains(
            "<li class=n><p>25 Sep<li class=k><p>26 Sep<p>99.9<li class=v><p>27 Sep<p>50<li class=d><p>28 Sep<p>0.07<p>100<li><p>29 Sep<li><p>30 Sep</ol>",
            page,
            StringComparison.Ordinal);
        Assert.Equal(90, Bars().Count(page));
    }

    [Fact]
    public void The_state_has_lasted_since_the_last_minute_of_another_one()
    {
        var history = Pages.History(["database.a"], (age, _, series) =>
        {
            Pages.Fill(series, 0, age == 0 ? 700 : 1440, MinuteState.Up);
            if (age == 3)
            {
                Pages.Fill(series, 60, 90, MinuteState.Down, error: "connection refused");
            }
        });

        var up = Pages.Write(new StatusView(Pages.Report(Reports.Up("database.a")), history));
        Assert.Contains("since <time datetime=\"2026-09-27T01:30:00Z\" data-r>27 Sep 01:30 UTC</time>", up, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#database.a\">database.a</a> <b lang=\"en\">connection refused</b> <span><time datetime=\"2026-09-27T01:00:00Z\">27 Sep 01:00 UTC</time> for 30\u00a0min</span>", up, StringComparison.Ordinal);

        // What the recorder has not seen yet has begun now.
        var down = Pages.Write(new StatusView(Pages.Report(Reports.Failing("database.a", Verdict.Down, ErrorText.ConnectionLost)), history));
        Assert.Contains("since <time datetime=\"2026-09-30T12:00:00Z\"", down, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)HistoryState.Empty, "No history yet")]
    [InlineData((int)HistoryState.NotKept, "No storage is configured for history")]
    [InlineData((int)HistoryState.Unavailable, "History cannot be read now")]
    public void Without_history_the_page_says_so_and_shows_the_checks(int state, string notice)
    {
        var page = Pages.Write(new StatusView(Reports.Mixed, Pages.Without((HistoryState)state)));

        Assert.Contains(notice, page, StringComparison.Ordinal);
        Assert.Contains("1 critical check is down", page, StringComparison.Ordinal);
        Assert.Contains("connection refused", page, StringComparison.Ordinal);
        Assert.Equal(4, Articles().Count(page));
        Assert.DoesNotContain("<ol", page, StringComparison.Ordinal);
        Assert.DoesNotContain("None in the last", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_configured_is_said()
    {
        Assert.Contains("Nothing is configured", Pages.Write(new StatusView(Pages.Report(), Pages.Without(HistoryState.Empty))), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_from_outside_stays_text()
    {
        const string Hostile = "</style><script>alert('x')</script>\"&";
        var history = Pages.History([Hostile], (_, _, series) => Pages.Fill(series, 0, 10, MinuteState.Down, default, Hostile));

        var page = Pages.Write(new StatusView(Pages.Report(Reports.Up(Hostile)), history));

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Equal(2, Scripts().Count(page));
        Assert.Contains("&lt;script&gt;alert(", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Nothing_is_asked_of_another_host(string language)
    {
        var page = Pages.Write(new StatusView(Reports.Mixed, Pages.Without(HistoryState.Empty)), language);

        var urls = Urls().Matches(page).Select(m => m.Value).Distinct();
        Assert.Equal(["http://www.w3.org/2000/svg"], urls);
    }

    [GeneratedRegex("<li(?: class=[dkvn])?><p>")]
    private static partial Regex Bars();

    [GeneratedRegex("<article ")]
    private static partial Regex Articles();

    [GeneratedRegex("<script")]
    private static partial Regex Scripts();

    [GeneratedRegex(@"\w+://[^\s""&']+")]
    private static partial Regex Urls();
}
