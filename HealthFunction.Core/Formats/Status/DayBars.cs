using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>
/// The days of a check as a list. It is shown as a row of bars, each with its date and numbers while it is hovered over or focused.
/// Opening the summary shows all of them in words, without a script or a pointer. The words around the numbers are in the style sheet
/// (<see cref="PageAssets"/>): repeated 900 times, they would be most of the page.
/// </summary>
internal static class DayBars
{
    public static void Write(Html html, SeriesView series, PageTexts texts)
    {
        var t = texts.Texts;
        var down = series.Days.Count(day => day.State == DayState.Down);
        var without = series.Days.Count(day => day.State == DayState.NoData);
        html.Add($"<div class=b><ol aria-label=\"{t.Get("The last 90 days")}\">");
        foreach (var day in series.Days)
        {
            Write(html, day, texts);
        }

        html.Add($"</ol><p aria-hidden=true></p>");
        html.Add($"<details><summary>{t.Plural("%(count)s day with downtime", "%(count)s days with downtime", down)}");
        if (without > 0)
        {
            html.Add($" · {t.Plural("%(count)s day without data", "%(count)s days without data", without)}");
        }

        if (series.Days.Sum(day => day.Counts.Planned) is > 0 and var planned)
        {
            html.Add($" · {t.Get("%(length)s planned", ("length", texts.Length(planned)))}");
        }

        if (series.Days.Sum(day => day.Counts.Degraded) is > 0 and var degraded)
        {
            html.Add($" · {t.Get("%(length)s degraded", ("length", texts.Length(degraded)))}");
        }

        html.Add($"</summary></details></div>");
    }

    private static void Write(Html html, DayCell day, PageTexts texts)
    {
        var date = texts.ShortDay(day.Date);
        var coverage = day.Coverage ?? 0;
        switch (day.State)
        {
            case DayState.Up when coverage >= 1:
                html.Add($"<li><p>{date}");
                break;
            case DayState.Up:
                html.Add($"<li class=v><p>{date}<p>{texts.CoverageText(coverage)}");
                break;
            case DayState.Degraded:
                html.Add($"<li class=g><p>{date}<p>{texts.DownText(day.DegradedShare)}<p>{texts.CoverageText(coverage)}");
                break;
            case DayState.Down:
                html.Add($"<li class=d><p>{date}<p>{texts.DownText(day.DownShare)}<p>{texts.CoverageText(coverage)}");
                break;
            case DayState.Unknown:
                html.Add($"<li class=k><p>{date}<p>{texts.CoverageText(coverage)}");
                break;
            case DayState.Planned when day.Coverage is null:
                html.Add($"<li class=m><p>{date}");
                break;
            case DayState.Planned:
                html.Add($"<li class=m><p>{date}<p>{texts.CoverageText(coverage)}");
                break;
            default:
                html.Add($"<li class=n><p>{date}");
                break;
        }
    }
}
