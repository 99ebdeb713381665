namespace HealthFunction.Tests.Checks;

/// <summary>A clock whose readings are all different, so that "after" can be asserted without a margin.</summary>
internal sealed class StampingTimeProvider(Func<long> next) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(next(), TimeSpan.Zero);
}
