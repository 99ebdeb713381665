namespace HealthFunction.Checks;

/// <summary>A point in time: on the wall clock, to be shown, and on the monotonic clock, to measure from.</summary>
internal readonly record struct Moment(DateTimeOffset At, long Timestamp)
{
    public static Moment Now(TimeProvider time) => new(time.GetUtcNow(), time.GetTimestamp());

    public static Moment Earlier(Moment a, Moment b) => b.Timestamp < a.Timestamp ? b : a;

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(Timestamp);
}
