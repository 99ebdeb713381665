using HealthFunction.Checks;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Checks;

/// <summary>What a report says beside the verdicts.</summary>
public sealed class HealthReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_derived_from_it_is_made_once_for_each_key()
    {
        var (made, report) = (0, new HealthReport(Start, 0, TimeSpan.Zero, []));
        string Make(HealthReport of, string key) => $"{key} {++made} {of.Overall}";

        var first = report.Derive("json", Make);
        var second = report.Derive("xml", Make);

        Assert.Equal(("json 1 Up", "xml 2 Up"), (first, second));
        Assert.Same(first, report.Derive("json", Make));
        Assert.Same(second, report.Derive("xml", Make));
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task However_many_ask_at_once_it_is_made_once()
    {
        var (made, report) = (0, new HealthReport(Start, 0, TimeSpan.Zero, []));
        using var together = new Barrier(8);

        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return report.Derive("json", (_, _) => $"{Interlocked.Increment(ref made)}");
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(texts, text => Assert.Equal("1", text));
    }

    [Fact]
    public void Its_age_counts_from_the_start_of_the_run()
    {
        var time = new FakeTimeProvider(Start);
        var report = new HealthReport(Start, time.GetTimestamp(), TimeSpan.FromSeconds(1), []);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), report.Age(time));
    }

    [Fact]
    public void A_report_has_a_warning_while_it_is_up_and_a_check_is_not_or_is_degraded()
    {
        var fine = Outcome(Verdict.Up);

        Assert.False(Of(fine).HasWarnings);
        Assert.True(Of(fine, Outcome(Verdict.Down) with { Critical = false }).HasWarnings);
        Assert.True(Of(fine, Outcome(Verdict.Up) with { Degraded = ErrorText.Degraded }).HasWarnings);
        Assert.False(Of(fine, Outcome(Verdict.Down)).HasWarnings);
    }

    [Fact]
    public void The_oldest_outcome_that_was_kept_says_how_old_it_is()
    {
        Assert.Null(Of(Outcome(Verdict.Up)).KeptAge);
        Assert.Equal(
            TimeSpan.FromMinutes(4),
            Of(Outcome(Verdict.Up), Outcome(Verdict.Up) with { Age = TimeSpan.FromMinutes(4) }, Outcome(Verdict.Up) with { Age = TimeSpan.FromMinutes(2) }).KeptAge);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(23.9, 0)]
    [InlineData(24, 1)]
    [InlineData(71, 2)]
    [InlineData(-1, -1)]
    [InlineData(-24, -1)]
    [InlineData(-25, -2)]
    public void A_certificate_has_whole_days_left(double hours, int days) =>
        Assert.Equal(days, (Outcome(Verdict.Up) with { CertificateEnds = Start.AddHours(hours) }).CertificateDays);

    [Fact]
    public void Without_a_certificate_there_are_no_days() => Assert.Null(Outcome(Verdict.Up).CertificateDays);

    [Fact]
    public void A_remark_is_the_text_and_the_detail_if_there_is_one()
    {
        var failed = Outcome(Verdict.Down) with { Error = ErrorText.ConnectionRefused };

        Assert.Null(Outcome(Verdict.Up).Remark);
        Assert.Null((Outcome(Verdict.Up) with { Detail = "x" }).Remark);
        Assert.Equal("connection refused", failed.Remark);
        Assert.Equal("connection refused: by the firewall", (failed with { Detail = "by the firewall" }).Remark);
        Assert.Equal("degraded", (Outcome(Verdict.Up) with { Degraded = ErrorText.Degraded }).Remark);
    }

    [Fact]
    public void The_entry_of_a_drain_began_with_the_run_and_took_no_time()
    {
        Assert.True(DrainReason.TryParse("upgrade", out var reason));

        var entry = new HealthReport(Start, 0, TimeSpan.FromSeconds(1), [Outcome(Verdict.Up)], drain: reason).Entries[^1];

        Assert.Equal(("drain", Verdict.Down, Start, TimeSpan.Zero, true), (entry.Name, entry.Verdict, entry.StartedAt, entry.Duration, entry.Critical));
    }

    [Fact]
    public void Of_two_moments_the_earlier_one_is_that_of_the_monotonic_clock()
    {
        var (early, late) = (new Moment(Start.AddHours(1), 1), new Moment(Start, 2));

        Assert.Equal([early, early, early], [Moment.Earlier(early, late), Moment.Earlier(late, early), Moment.Earlier(early, early)]);
    }

    private static HealthReport Of(params CheckOutcome[] checks) => new(Start, 0, TimeSpan.Zero, checks);

    private static CheckOutcome Outcome(Verdict verdict) => new() { Name = "a", Verdict = verdict, StartedAt = Start, Duration = TimeSpan.Zero };
}
