using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>What people are shown of one series.</summary>
/// <param name="Days">As many as <see cref="HistoryView.Days"/>, oldest first, those without data among them.</param>
/// <param name="Uptimes">One for each of <see cref="HistoryView.Periods"/>.</param>
/// <param name="Current">Null when nothing was recorded.</param>
internal sealed record SeriesView(IReadOnlyList<DayCell> Days, IReadOnlyList<UptimeFigures> Uptimes, StateSince? Current)
{
    /// <summary>Those of the longest period, newest first.</summary>
    public IReadOnlyList<Incident> Incidents => Uptimes[^1].Incidents;
}
