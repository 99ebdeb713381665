using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>The part of one series that people see.</summary>
/// <param name="Days">As many as <see cref="HistoryView.Days"/>, oldest first, days without data included.</param>
/// <param name="Uptimes">One for each of <see cref="HistoryView.Periods"/>.</param>
/// <param name="Current">Null when nothing was recorded.</param>
internal sealed record SeriesView(IReadOnlyList<DayCell> Days, IReadOnlyList<UptimeFigures> Uptimes, StateSince? Current)
{
    /// <summary>The incidents of the longest period, newest first.</summary>
    public IReadOnlyList<Incident> Incidents => Uptimes[^1].Incidents;
}
