using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

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

        Assert.Equal((Verdict.Down, true), (report.Overall, report.IsDrained));
        Assert.Equal(["database.default", "cache.default", "drain"], report.Checks.Select(c => c.Name));
        Assert.Equal([null, null, "drained: upgrade #17"], report.Checks.Select(c => c.Error?.Text));
        Assert.All(report.Checks.SkipLast(1), c => Assert.Equal(Verdict.Up, c.Verdict));
    }

    [Theory]
    [InlineData("ready", true)]
    [InlineData("drain", true)]
    [InlineData("database", false)]
    [InlineData("database.default", false)]
    public async Task Ready_is_down_and_a_check_or_group_of_its_own_is_as_it_is(string name, bool drained)
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()), drain: "upgrade");

        var (report, _) = await harness.Runner.GetAsync(name, TimeSpan.Zero);

        Assert.Equal((drained, drained ? Verdict.Down : Verdict.Up), (report.IsDrained, report.Overall));
    }

    [Fact]
    public async Task A_deployment_in_rotation_has_no_such_check()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", new ScriptedCheck()));

        Assert.False(harness.Runner.Knows("drain"));
        Assert.False((await harness.Runner.RunAsync()).IsDrained);
    }

    [Fact]
    public async Task Details_of_failures_add_nothing_to_the_reason()
    {
        using var harness = new RunnerHarness(_ => { }, withDetail: true, drain: "upgrade");

        Assert.Null((await harness.RunOneAsync()).Detail);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("Drain")]
    public void Its_name_is_kept_in_every_deployment(string name)
    {
        var services = new ServiceCollection();
        services.AddHealthRunner();
        services.AddHealthChecks().AddCheck(name, new ScriptedCheck());
        using var provider = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value);

        Assert.Equal($"Health check \"{name}\" has the name of the check that a drained deployment has; it takes another name.", Assert.Single(refused.Failures));
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
    public void A_reason_is_one_line_of_text(string text, bool isReason) => Assert.Equal(isReason, DrainReason.TryParse(text, out _));
}
