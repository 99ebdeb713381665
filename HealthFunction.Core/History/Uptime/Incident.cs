namespace HealthFunction.History.Uptime;

/// <summary>
/// A time of DOWN minutes without an UP minute between them. UNKNOWN minutes, planned minutes and minutes without data neither
/// begin nor end an incident: they do not show a recovery.
/// </summary>
/// <param name="Start">The first DOWN minute.</param>
/// <param name="LastDown">The last DOWN minute that was not planned.</param>
/// <param name="IsOngoing">Whether there has been no UP minute since, and the check is still recorded.</param>
/// <param name="DownMinutes">How many minutes of it were DOWN and not planned.</param>
/// <param name="Error">The error of the first DOWN minute.</param>
internal sealed record Incident(DateTimeOffset Start, DateTimeOffset LastDown, bool IsOngoing, int DownMinutes, string? Error)
{
    /// <summary>The end of the last DOWN minute; an ongoing incident has lasted at least until then.</summary>
    public DateTimeOffset End => LastDown.AddMinutes(1);

    public int Minutes => (int)(End - Start).TotalMinutes;
}
