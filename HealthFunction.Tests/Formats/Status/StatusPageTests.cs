using System.Text.RegularExpressions;
using HealthFunction.Checks;
using HealthFunction.Formats.Status;
using HealthFunction.History.Days;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Recent;
using HealthFunction.Localisation;

namespace HealthFunction.Tests.Formats.Status;

public sealed partial class StatusPageTests
{
    public static TheoryData<string> Languages => [.. Catalogs.Embedded.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Ten_checks_and_90_days_stay_below_60_KB_even_if_every_day_has_an_outage(string language)
    {
        var random = new Random(5);
        string[] checks = [.. Enumerable.Range(0, 10).Select(i => $"database.replica_{i:00}")];
        var history = Pages.History(checks, (_, name, series) =>
        {
            Pages.Fill(series, 0, 137, MinuteState.Up, TimeSpan.FromMilliseconds(5 + (10 * random.NextDouble())));
            Pages.Fill(series, 137, 137 + random.Next(1, 1300), MinuteState.Down, TimeSpan.FromSeconds(2), "an earlier attempt is still stuck");
            Pages.Fill(series, 1437, 1440, MinuteState.Down, isPlanned: true);
        });

        var failing = checks.Select(c => Reports.Failing(c, Verdict.Down, ErrorText.EarlierAttemptStuck));
        var page = Pages.Bytes(new StatusView(Pages.Report(failing), history), language);

        Assert.InRange(page.Length, 30_000, 60_000);
    }

    [Theory]
    [InlineData(3.5, "Certificate: 3 days left")]
    [InlineData(1.5, "Certificate: 1 day left")]
    [InlineData(-0.5, null)]
    public void A_check_shows_how_long_its_certificate_is_valid(double left, string? text)
    {
        var check = Reports.Ending("cache.a", 0);
        var page = Pages.Write(new StatusView(
            Pages.Report(check with { StartedAt = Pages.Now, CertificateEnds = Pages.Now.AddDays(left) }), Pages.Without(HistoryState.NotKept)));

        Assert.Equal(text is not null, page.Contains("Certificate: ", StringComparison.Ordinal));
        Assert.Contains(text ?? "certificate ends soon", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_has_the_state_of_its_worst_minute_and_shows_its_share_of_downtime_and_its_coverage()
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

        // A state that the recorder has not seen yet has begun now.
        var down = Pages.Write(new StatusView(Pages.Report(Reports.Failing("database.a", Verdict.Down, ErrorText.ConnectionLost)), history));
        Assert.Contains("since <time datetime=\"2026-09-30T12:00:00Z\"", down, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_failed_only_as_planned_is_planned_and_shows_the_coverage_of_the_rest()
    {
        var history = Pages.History(["database.a"], (age, _, series) =>
        {
            switch (age)
            {
                case 1:
                    Pages.Fill(series, 0, 1440, MinuteState.Down, isPlanned: true);
                    break;
                case 2:
                    Pages.Fill(series, 0, 720, MinuteState.Up);
                    Pages.Fill(series, 960, 1440, MinuteState.Unknown, isPlanned: true);
                    break;
                case 3:
                    Pages.Fill(series, 0, 1439, MinuteState.Down, isPlanned: true);
                    Pages.Fill(series, 1439, 1440, MinuteState.Down);
                    break;
            }
        });

        var page = Pages.Write(new StatusView(Pages.Report(Reports.Up("database.a")), history));

        Assert.Contains("<li class=d><p>27 Sep<p>100<p>100<li class=m><p>28 Sep<p>75<li class=m><p>29 Sep<li class=n>", page, StringComparison.Ordinal);
        Assert.Contains(" · 2\u00a0d 7\u00a0h planned</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>24 hours<dd>–<dd>0% covered<dd>12\u00a0h planned</div>", page, StringComparison.Ordinal);
        Assert.Contains("1 day with downtime", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_was_degraded_at_times_shows_how_much_of_it_and_any_failure_is_worse()
    {
        var history = Pages.History(["database.a"], (age, _, series) =>
        {
            Pages.Fill(series, 0, age == 0 ? 720 : 1440, MinuteState.Up, isDegraded: age is 1 or 2 or 3 && series.Name.Length > 0);
            if (age == 2)
            {
                Pages.Fill(series, 0, 144, MinuteState.Down);
            }

            if (age == 3)
            {
                series.Degraded = null;
                Pages.Fill(series, 0, 144, MinuteState.Up, isDegraded: true);
            }
        });

        var page = Pages.Write(new StatusView(Pages.Report(Reports.Up("database.a")), history));

        Assert.Contains("<li class=g><p>27 Sep<p>10<p>100<li class=d><p>28 Sep<p>10<p>100<li class=g><p>29 Sep<p>100<p>100<li><p>30 Sep</ol>", page, StringComparison.Ordinal);
        Assert.Contains(" · 2\u00a0d degraded</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>24 hours<dd>100%<dd>100% covered</div>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>7 days<dd>98.57%<dd>100% covered<dd>2\u00a0h 24\u00a0min degraded</div>", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_degraded_check_is_up_says_why_and_is_listed(string language)
    {
        var page = Pages.Write(new StatusView(Reports.Warned, Pages.Without(HistoryState.Empty)), language);

        Assert.Contains("<header class=\"u\">", page, StringComparison.Ordinal);
        Assert.Contains("data-state=\"UP\"", page, StringComparison.Ordinal);
        Assert.Contains("<li class=\"g\"><a href=\"#endpoint.web\">endpoint.web</a> <span lang=en>slower than 1 ms</span></ul>", page, StringComparison.Ordinal);
        Assert.Matches("<article id=\"endpoint.web\" class=g><h2>endpoint.web</h2><p class=s>[^<]+</p><p class=t><b lang=en>slower than 1 ms</b>", page);
        Assert.Matches("<article id=\"database.default\" class=u>", page);
    }

    [Fact]
    public void The_words_and_the_link_of_a_check_are_text_and_an_old_outcome_has_its_time()
    {
        var check = Reports.Up("cache.a") with
        {
            Traits = new CheckTraits { Description = "<b>The \"carts\"</b>", Link = new Uri("https://example.com/?a=1&b=\"2\"") },
            Age = TimeSpan.FromMinutes(3),
        };

        var page = Pages.Write(new StatusView(Reports.Of(check), Pages.Without(HistoryState.Empty)));

        Assert.Contains(
            "<p>&lt;b&gt;The &quot;carts&quot;&lt;/b&gt; <a href=\"https://example.com/?a=1&amp;b=%222%22\">example.com</a></p>", page, StringComparison.Ordinal);
        Assert.Contains("<span>Checked at <time datetime=\"2026-03-01T12:00:00.25Z\" data-r>1 Mar 12:00 UTC</time></span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_says_how_many_checks_are_degraded_unless_one_fails()
    {
        Assert.Contains("<h1>All checks are up, 1 of them degraded</h1>", Pages.Write(new StatusView(Reports.Warned, Pages.Without(HistoryState.Empty))), StringComparison.Ordinal);

        var failing = Reports.Of(Reports.Degraded("a.b"), Reports.Failing("c.d", Verdict.Down, ErrorText.CheckFailed));
        Assert.Contains("<h1>1 critical check is down</h1>", Pages.Write(new StatusView(failing, Pages.Without(HistoryState.Empty))), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_drained_deployment_is_out_of_rotation_for_a_reason_and_not_down(string language)
    {
        Assert.True(DrainReason.TryParse("upgrade <%(count)s>", out var reason));
        var report = new HealthReport(Pages.Now, 0, TimeSpan.Zero, [Reports.Up("database.a")], drain: reason);

        var page = Pages.Write(new StatusView(report, Pages.Without(HistoryState.Empty)), language);

        Assert.Contains("<header class=\"m\">", page, StringComparison.Ordinal);
        Assert.Matches("<h1>.+upgrade &lt;%\\(count\\)s&gt;</h1>", page);
        Assert.Single(Articles().Matches(page));
        Assert.DoesNotContain("class=\"f\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("header class=\"d\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_fails_while_drained_is_shown_beside_the_reason()
    {
        Assert.True(DrainReason.TryParse("upgrade", out var reason));
        var failing = Reports.Failing("database.a", Verdict.Down, ErrorText.ConnectionLost);

        var page = Pages.Write(Drained(failing));
        var optional = Pages.Write(Drained(failing with { Critical = false }));

        Assert.Contains("<h1>Out of rotation: upgrade</h1><p>1 critical check is down</p>", page, StringComparison.Ordinal);
        Assert.Contains("<li class=\"d\"><a href=\"#database.a\">", page, StringComparison.Ordinal);
        Assert.Contains("<h1>Out of rotation: upgrade</h1><p>1 optional check fails</p>", optional, StringComparison.Ordinal);

        StatusView Drained(CheckOutcome outcome) =>
            new(new HealthReport(Pages.Now, 0, TimeSpan.Zero, [outcome], drain: reason), Pages.Without(HistoryState.Empty));
    }

    [Theory]
    [InlineData(-2, "")]
    [InlineData(-1, "Planned maintenance from 30 Sep 13:00 UTC to 30 Sep 15:00 UTC")]
    [InlineData(1, "Planned maintenance until 30 Sep 15:00 UTC")]
    [InlineData(-24 * 90, "")]
    [InlineData(3, "Planned maintenance from 2 Oct 12:00 UTC to 2 Oct 13:00 UTC")]
    public void The_window_of_now_and_the_next_one_are_announced(int hours, string banner)
    {
        var windows = hours == -2
            ? MaintenanceSchedule.None
            : new MaintenanceSchedule([new(Pages.Now.AddHours(1), Pages.Now.AddHours(3)), new(Pages.Now.AddDays(2), Pages.Now.AddDays(2).AddHours(1))]);
        var report = new HealthReport(Pages.Now.AddHours(hours), 0, TimeSpan.Zero, [Reports.Up("database.a")]);

        var page = Pages.Write(new StatusView(report, Pages.Without(HistoryState.Empty)) { Maintenance = windows });

        Assert.Equal(hours switch { -2 or -24 * 90 => 0, 1 => 2, _ => 1 }, Banners().Count(page));
        Assert.Contains(banner, page, StringComparison.Ordinal);
        Assert.Contains("All checks are up", page, StringComparison.Ordinal);
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
    public void Values_from_outside_stay_text()
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
    public void Nothing_is_requested_from_another_host(string language)
    {
        var page = Pages.Write(new StatusView(Reports.Mixed, Pages.Without(HistoryState.Empty)), language);

        var urls = Urls().Matches(page).Select(m => m.Value).Distinct();
        Assert.Equal(["http://www.w3.org/2000/svg"], urls);
    }

    [GeneratedRegex("<li(?: class=[dkmvn])?><p>")]
    private static partial Regex Bars();

    [GeneratedRegex("<p class=\"w m\">")]
    private static partial Regex Banners();

    [GeneratedRegex("<article ")]
    private static partial Regex Articles();

    [GeneratedRegex("<script")]
    private static partial Regex Scripts();

    [GeneratedRegex(@"\w+://[^\s""&']+")]
    private static partial Regex Urls();
}
