namespace HealthFunction.Tests.Alerts;

/// <summary>The test sets the time of day and the monotonic clock; waits use the real time.</summary>
internal sealed class StoryTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Story.Noon;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
