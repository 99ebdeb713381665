namespace HealthFunction.Tests.Alerts;

/// <summary>The time of day is the test's; waits take as long as they take.</summary>
internal sealed class StoryTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Story.Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
