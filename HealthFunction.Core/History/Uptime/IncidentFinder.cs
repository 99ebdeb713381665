using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Uptime;

/// <summary>Finds the incidents of one series in days that come in order.</summary>
internal sealed class IncidentFinder
{
    private readonly List<Incident> _found = [];
    private Incident? _open;

    public static IReadOnlyList<Incident> Find(IReadOnlyList<Day> days, string name)
    {
        var finder = new IncidentFinder();
        var last = DateTimeOffset.MinValue;
        var lastOfAll = DateTimeOffset.MinValue;
        foreach (var day in days)
        {
            lastOfAll = LastRecorded(day, DaySeries.Overall) ?? lastOfAll;
            last = LastRecorded(day, name) ?? last;
            if (day.Find(name) is { } series)
            {
                finder.Add(day.Date, series);
            }
        }

        // If other checks are still recorded and this one is not, it was removed: its incident is over.
        return finder.Finish(isOngoing: last >= lastOfAll);
    }

    private void Add(DateOnly date, DaySeries series)
    {
        var counts = series.Count(0, MinuteMap.Minutes);
        if (counts.Down == 0)
        {
            if (counts.Up > 0)
            {
                Close();
            }

            return;
        }

        var midnight = date.Midnight();
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            switch (series.Minutes[minute])
            {
                case MinuteState.Up:
                    Close();
                    break;
                case MinuteState.Down when !series.IsPlanned(minute):
                    var time = midnight.AddMinutes(minute);
                    _open ??= new Incident(time, time, true, 0, series.Errors[minute]);
                    _open = _open with { LastDown = time, DownMinutes = _open.DownMinutes + 1 };
                    break;
            }
        }
    }

    private void Close()
    {
        if (_open is not null)
        {
            _found.Add(_open with { IsOngoing = false });
            _open = null;
        }
    }

    private List<Incident> Finish(bool isOngoing)
    {
        if (_open is not null)
        {
            _found.Add(_open with { IsOngoing = isOngoing });
        }

        return _found;
    }

    private static DateTimeOffset? LastRecorded(Day day, string name) => day.Find(name)?.Minutes.LastRecorded() is { } minute and >= 0
        ? day.Date.Midnight().AddMinutes(minute)
        : null;
}
