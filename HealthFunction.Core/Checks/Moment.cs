namespace HealthFunction.Checks;

/// <summary>A point in time: by the calendar, to be shown, and by the clock that is never set, to count from.</summary>
internal readonly record struct Moment(DateTimeOffset At, long Timestamp)
{
    public static Moment Now(TimeProvider time) => new(time.GetUtcNow(), time.GetTimestamp());

    public static Moment Earlier(Moment a, Moment b) => b.Timestamp < a.Timestamp ? b : a;

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(Timestamp);
}
