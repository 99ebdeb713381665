namespace HealthFunction.AspNetCore.Timers;

/// <summary>Records one run.</summary>
/// <param name="due">When it was due, in UTC; null for a run outside of the schedule.</param>
/// <param name="retryCount">How often it failed before.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal delegate Task RecordTick(DateTime? due, int retryCount, CancellationToken cancellationToken);
