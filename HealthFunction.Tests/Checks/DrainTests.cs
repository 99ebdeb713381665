using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Checks;

/// <summary>A deployment that an operator took out of rotation.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task It_is_down_with_the_reason_behind_all_checks_which_keep_their_own_verdicts()
    {
        using var harness = new RunnerHarness(
            c => c.AddCheck("database.default", new ScriptedCheck()).AddCheck("cache.default", new ScriptedCheck(), HealthStatus.Degraded), drain: " upgrade #17 ");

        var report = await harness.Runner.RunAsync();

        Assert.Equal((Verdict.Down, "upgrade #17"), (report.Overall, report.Drain?.Text));
        Assert.Equal(["database.default", "cache.default"], report.Checks.Select(c => c.Name));
        Assert.All(report.Checks, c => Assert.Equal(Verdict.Up, c.Verdict));
        Assert.Equal(["database.default", "cache.default", "drain"], report.Entries.Select(c => c.Name));
        Assert.Equal([null, null, "drained: upgrade #17"], report.Entries.Select(c => c.Error?.Text));
        Assert.Equal([Verdict.Up, Verdict.Up, Verdict.Down], report.Entries.Select(c => c.Verdict));
    }

    [Fact]
    public async Task Requested_by_its_name_it_is_the_only_check()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), drain: "upgrade");

        var (report, _) = await harness.Runner.GetAsync("drain", TimeSpan.Zero);

        Assert.Equal((Verdict.Down, "drain"), (report.Overall, Assert.Single(report.Entries).Name));
    }

    [Fact]
    public async Task It_is_logged_once()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), drain: "upgrade");
        await harness.Runner.RunAsync();
        await harness.Runner.RunAsync();

        Assert.Equal("The deployment is out of rotation, as Health__Drain says: upgrade", Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Warning).Text);
    }

    [Theory]
    [InlineData("ready", true)]
    [InlineData("drain", true)]
    [InlineData("database", false)]
    [InlineData("database.default", false)]
    public async Task Ready_is_down_and_single_checks_and_groups_are_not_affected(string name, bool drained)
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), drain: "upgrade");

        var (report, _) = await harness.Runner.GetAsync(name, TimeSpan.Zero);

        Assert.Equal((drained, drained ? Verdict.Down : Verdict.Up), (report.Drain is not null, report.Overall));
    }

    [Fact]
    public async Task A_deployment_in_rotation_has_no_such_check()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()));

        Assert.False(harness.Runner.Knows("drain"));
        Assert.Null((await harness.Runner.RunAsync()).Drain);
    }

    [Fact]
    public async Task A_plan_drains_from_one_answer_to_the_next_though_reports_may_be_kept()
    {
        var plans = new Switch();
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), plans: plans);
        var day = TimeSpan.FromDays(1);
        Assert.Null((await harness.Runner.GetAsync(null, day)).Report.Drain);

        plans.Current = DrainReason.TryParse("upgrade", out var reason) ? reason : null;
        var drained = await harness.Runner.GetAsync(null, day);
        Assert.Equal(("upgrade", Verdict.Down, null), (drained.Report.Drain?.Text, drained.Report.Overall, drained.Age));
        Assert.NotNull((await harness.Runner.GetAsync(null, day)).Age);
        Assert.True(harness.Runner.Knows("drain"));

        plans.Current = null;
        Assert.Equal(Verdict.Up, (await harness.Runner.GetAsync("ready", day)).Report.Overall);
        Assert.Equal(Verdict.Up, (await harness.Runner.GetAsync(null, day)).Report.Overall);
        Assert.False(harness.Runner.Knows("DRAIN"));
    }

    [Fact]
    public async Task The_setting_wins_over_a_plan()
    {
        var plans = new Switch { Current = DrainReason.TryParse("by a plan", out var reason) ? reason : null };
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), drain: "by a setting", plans: plans);

        Assert.Equal("by a setting", (await harness.Runner.RunAsync()).Drain?.Text);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("Drain")]
    public void Its_name_is_kept_in_every_deployment(string name)
    {
        var options = new HealthCheckServiceOptions();
        options.Registrations.Add(new HealthCheckRegistration(name, new ScriptedCheck(), null, null));

        var fault = Assert.Single(new CheckRegistrationsValidator().Validate(null, options).Failures!);

        Assert.Equal($"Health check \"{name}\" has the name of the check that a drained deployment has; choose another name.", fault);
    }

    [Theory]
    [InlineData("upgrade", true)]
    [InlineData("ротация ключей 🔑", true)]
    [InlineData("", false)]
    [InlineData(" \t ", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a\ud83d", false)]
    [InlineData("false", false)]
    [InlineData(" No ", false)]
    [InlineData("0", false)]
    [InlineData("off", false)]
    [InlineData("None", false)]
    [InlineData("null", false)]
    [InlineData("disabled", false)]
    [InlineData("no database until 02:00", true)]
    public void A_reason_is_one_line_of_text(string text, bool isReason) => Assert.Equal(isReason, DrainReason.TryParse(text, out _));

    [Fact]
    public void Of_a_reason_that_is_not_too_long_the_character_is_the_fault()
    {
        Assert.StartsWith("Health__Drain has a control character;", Fault(new string('x', 199) + '\a'), StringComparison.Ordinal);
        Assert.StartsWith("Health__Drain has 201 characters;", Fault(new string('x', 201)), StringComparison.Ordinal);
    }

    private static string Fault(string reason)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Health:Drain", reason)]).Build();
        var findings = new SettingsFindings();
        Assert.Null(DrainReason.Read(new SettingsSection(configuration.GetSection("Health"), findings)));
        return Assert.Single(findings.Faults);
    }

    private sealed class Switch : IDrainPlans
    {
        public DrainReason? Current { get; set; }
    }
}
