using System.Diagnostics;
using HealthFunction.Checks;
using HealthFunction.Telemetry;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace HealthFunction.Tests.Telemetry;

public sealed class RunSamplerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunSampler _sampler;

    public RunSamplerTests() => _sampler = new RunSampler(_time);

    [Fact]
    public void One_run_a_minute_that_is_up_is_kept()
    {
        Assert.True(Keeps("up"));
        Assert.False(Keeps("up"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(Keeps("up"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Keeps("up"));
        Assert.False(Keeps("up"));
    }

    [Theory]
    [InlineData("down")]
    [InlineData("unknown")]
    public void The_first_run_that_is_not_up_is_kept_and_one_in_ten_seconds_after_it(string state)
    {
        Assert.True(Keeps("up"));
        Assert.True(Keeps(state));
        Assert.False(Keeps(state));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Keeps(state));
        Assert.False(Keeps("up"));
    }

    [Fact]
    public void Groups_are_sampled_separately()
    {
        Assert.True(Keeps("up"));
        Assert.True(Keeps("up", "database.default"));
        Assert.False(Keeps("up", "database.default"));
    }

    private bool Keeps(string state, string group = "all") =>
        _sampler.ShouldSample(new SamplingParameters(
            default, ActivityTraceId.CreateRandom(), "run all", ActivityKind.Internal, [new(RunTelemetry.Group, group), new(RunTelemetry.RunState, state)], null))
            .Decision == SamplingDecision.RecordAndSample;
}
