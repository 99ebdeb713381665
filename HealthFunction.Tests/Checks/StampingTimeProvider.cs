namespace HealthFunction.Tests.Checks;

/// <summary>A clock that tells each reading apart from the one before, so that "after" can be asserted without a margin.</summary>
internal sealed class StampingTimeProvider(Func<long> next) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(next(), TimeSpan.Zero);
}
