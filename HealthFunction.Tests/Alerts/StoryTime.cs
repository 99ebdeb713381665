namespace HealthFunction.Tests.Alerts;

/// <summary>The time of day is the test's, and so is what passes by a clock; waits take as long as they take.</summary>
internal sealed class StoryTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Story.Noon;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
