using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Recent;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Recordings while the deployment is drained or in a maintenance window.</summary>
public sealed class PlannedRunTests(SharedServers servers)
{
    private static readonly MaintenanceSchedule Hour = new([new(Noon, Noon.AddHours(1))]);

    [Fact]
    public void A_drained_run_has_the_reason_as_its_error_and_draining_as_none_of_its_checks()
    {
        var run = RecordedRun.From(Report(drained: true, Verdict.Down), Noon, MaintenanceSchedule.None);

        Assert.Equal((PlannedKind.Drained, Verdict.Down, "drained: upgrade"), (run.Planned, run.Status, run.Error));
        Assert.Equal(new RecordedCheck("database.default", Verdict.Down, TimeSpan.Zero, "connection refused"), Assert.Single(run.Checks));
    }

    [Theory]
    [InlineData(false, -1, (int)PlannedKind.None)]
    [InlineData(false, 0, (int)PlannedKind.Maintenance)]
    [InlineData(false, 59, (int)PlannedKind.Maintenance)]
    [InlineData(false, 60, (int)PlannedKind.None)]
    [InlineData(true, 30, (int)PlannedKind.Maintenance)]
    [InlineData(true, 60, (int)PlannedKind.Drained)]
    public void A_window_marks_the_runs_inside_it_whatever_else_holds(bool drained, int minute, int kind) => Assert.All(
        [Verdict.Up, Verdict.Down],
        verdict => Assert.Equal((PlannedKind)kind, RecordedRun.From(Report(drained, verdict), Noon.AddMinutes(minute), Hour).Planned));

    [Theory]
    [InlineData("database.default", (int)PlannedKind.Checks, true, false)]
    [InlineData("cache.default", (int)PlannedKind.None, false, true)]
    [InlineData("nosuch", (int)PlannedKind.None, false, false)]
    public void A_window_of_a_check_plans_the_run_only_if_all_critical_failures_are_in_one(string covered, int kind, bool database, bool cache)
    {
        var report = new HealthReport(
            Noon,
            0,
            TimeSpan.Zero,
            [
                Outcome("database.default", Verdict.Down, ErrorText.ConnectionRefused),
                Outcome("cache.default", Verdict.Up, ErrorText.ConnectionRefused),
                Outcome("endpoint.optional", Verdict.Down, ErrorText.ConnectionRefused) with { Critical = false },
            ]);

        var run = RecordedRun.From(report, Noon, new CheckWindow(covered));

        Assert.Equal(((PlannedKind)kind, database, cache, false), (run.Planned, run.Checks[0].IsPlanned, run.Checks[1].IsPlanned, run.Checks[2].IsPlanned));
        var read = RunRow.Read(RunRow.From(run));
        Assert.Equal(run.Checks, read.Checks);
        Assert.Equal(run.Planned, read.Planned);
        var day = InMemory.Days([run])[0];
        Assert.Equal(
            (kind == (int)PlannedKind.Checks, database, false),
            (day.Find(DaySeries.Overall)!.IsPlanned(720), day.Find("database.default")!.IsPlanned(720), day.Find("endpoint.optional")!.IsPlanned(720)));
    }

    [Theory]
    [InlineData((int)PlannedKind.None, null)]
    [InlineData((int)PlannedKind.Drained, "drained")]
    [InlineData((int)PlannedKind.Checks, "checks")]
    [InlineData((int)PlannedKind.Maintenance, "maintenance")]
    public void A_run_row_says_so_in_a_column_that_people_read(int kind, string? text)
    {
        var row = RunRow.From(At(Noon, Down("a")) with { Planned = (PlannedKind)kind });

        Assert.Equal(text, row.Text("Planned"));
        Assert.Equal(text is not null, row.Columns.Contains("Planned"));
        Assert.Equal((PlannedKind)kind, RunRow.Read(row).Planned);
    }

    [Fact]
    public void A_kind_that_a_later_version_has_reads_as_none()
    {
        var row = RunRow.From(At(Noon, Down("a")));
        row.Put("Planned", "rehearsal");
        Assert.Equal(PlannedKind.None, RunRow.Read(row).Planned);
    }

    [Fact]
    public async Task Ticks_inside_a_window_are_recorded_as_planned_and_those_around_it_are_not()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), maintenance: new MaintenanceWindow(Noon.AddMinutes(2), Noon.AddMinutes(4)));
        harness.Verdict = Verdict.Down;
        for (var minute = 0; minute < 6; minute++)
        {
            await harness.TryTickAsync(Noon.AddMinutes(minute));
        }

        var day = await harness.Table.DayAsync(new DateOnly(2026, 3, 14));
        Assert.Equal(new MinuteCounts(0, 0, 4, 2), day.Find("database.default")!.Count(0, MinuteMap.Minutes));
        Assert.Equal(new MinuteCounts(0, 0, 4, 2), day.Find(DaySeries.Overall)!.Count(0, MinuteMap.Minutes));
        Assert.Equal(
            "NNMMNN", string.Concat((await harness.Table.RunsAsync()).OrderBy(run => run.Time).Select(run => run.Planned.ToString()[0])));
    }

    [Fact]
    public async Task A_tick_of_a_window_that_is_written_after_it_is_planned_all_the_same()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), maintenance: new MaintenanceWindow(Noon, Noon.AddMinutes(1)));
        harness.Verdict = Verdict.Down;
        harness.Fault = StorageFault.RequestLost;
        await harness.TryTickAsync(Noon);
        harness.Fault = StorageFault.None;
        await harness.TryTickAsync(Noon.AddMinutes(1));

        var series = (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!;
        Assert.Equal((true, false), (series.IsPlanned(720), series.IsPlanned(721)));
    }

    [Fact]
    public void A_group_is_degraded_while_it_is_up_and_a_member_is_degraded()
    {
        var runs = Enumerable.Range(0, 30).Select(minute => At(Noon.AddMinutes(minute - 30), Degraded("a"), minute < 10 ? Up("b") : minute < 15 ? Degraded("b") : Down("b")));

        var view = new HistoryViewBuilder(new Dictionary<string, IReadOnlyList<string>> { ["all"] = ["a", "b"] }).Build(InMemory.Days(runs), Noon);

        Assert.Equal(new MinuteCounts(15, 0, 15, 0, 15), view.Find("all")!.Days[^1].Counts);
    }

    [Fact]
    public void A_group_is_planned_only_where_all_of_its_worst_members_are()
    {
        var runs = Enumerable.Range(0, 30).Select(minute => At(Noon.AddMinutes(minute - 30), Down("a"), minute < 10 ? Up("b") : Down("b")));
        List<Day> days = InMemory.Days(runs);
        var (a, b) = (days[0].Find("a")!, days[0].Find("b")!);
        a.Planned = new MinuteMap();
        b.Planned = new MinuteMap();
        for (var minute = 690; minute < 720; minute++)
        {
            a.Planned.Set(minute, MinuteState.Down);
            b.Planned.Set(minute, minute < 710 ? MinuteState.NoData : MinuteState.Down);
        }

        var view = new HistoryViewBuilder(new Dictionary<string, IReadOnlyList<string>> { ["all"] = ["a", "b"] }).Build(days, Noon);

        // Only a fails for ten minutes, then also b, which is planned only in the last ten minutes.
        Assert.Equal(new MinuteCounts(0, 0, 10, 20), view.Find("all")!.Days[^1].Counts);
    }

    private static HealthReport Report(bool drained, Verdict database)
    {
        Assert.True(DrainReason.TryParse("upgrade", out var reason));
        return new HealthReport(
            Noon, 0, TimeSpan.Zero, [Outcome("database.default", database, ErrorText.ConnectionRefused)], drain: drained ? reason : null);
    }

    private static CheckOutcome Outcome(string name, Verdict verdict, ErrorText error) =>
        new() { Name = name, Verdict = verdict, StartedAt = Noon, Duration = TimeSpan.Zero, Error = verdict == Verdict.Up ? null : error };

    private sealed class CheckWindow(string covered) : IMaintenance
    {
        public MaintenanceSchedule Deployment => MaintenanceSchedule.None;

        public bool Covers(string check, DateTimeOffset time) => check == covered;
    }
}
