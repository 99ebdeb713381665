using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.Status;

/// <summary>The newest incidents of all checks of this region, and those of the other regions as a whole.</summary>
internal static class IncidentList
{
    private const int MaxListed = 10;

    public static void Write(Html html, StatusView view, PageTexts texts)
    {
        if (!view.History.HasData && view.Fleet is null)
        {
            return;
        }

        var t = texts.Texts;
        var incidents = view.Report.Checks
            .SelectMany(check => (view.History.Find(check.Name)?.Incidents ?? []).Select(incident => (check.Name, Card: check.Name, Incident: incident)))
            .Concat(OfOtherRegions(view))
            .OrderByDescending(entry => entry.Incident.Start)
            .ToList();
        html.Add($"<section class=\"i\"><h2>{t.Get("Incidents")}</h2>");
        if (incidents.Count == 0)
        {
            html.Add($"<p>{t.Get("None in the last 90 days.")}</p></section>");
            return;
        }

        html.Add($"<ul>");
        foreach (var (name, card, incident) in incidents.Take(MaxListed))
        {
            Write(html, name, card, incident, texts);
        }

        html.Add($"</ul>");
        if (incidents.Count > MaxListed)
        {
            html.Add($"<p><a href=\"uptime?period=90d\">{t.Plural("%(count)s more in 90 days", "%(count)s more in 90 days", incidents.Count - MaxListed)}</a></p>");
        }

        html.Add($"</section>");
    }

    private static IEnumerable<(string Name, string Card, Incident Incident)> OfOtherRegions(StatusView view) =>
        (view.Fleet?.Regions ?? []).SelectMany((region, index) => region.Source == view.Source
            ? []
            : region.Overall.Series.Incidents.Select(incident => (region.Source, RegionCards.Id(index), incident)));

    private static void Write(Html html, string name, string card, Incident incident, PageTexts texts)
    {
        var t = texts.Texts;
        html.Add($"<li><a href=\"#{card}\">{name}</a> <b lang=\"en\">{incident.Error}</b> <span>");
        html.Add($"<time datetime=\"{IsoTime.Of(incident.Start)}\">{texts.Moment(incident.Start)}</time> ");
        if (incident.IsOngoing)
        {
            html.Add($"<b class=\"s\">{t.Get("ongoing")}</b> {t.Get("for %(length)s so far", ("length", texts.Length(incident.Minutes)))}");
        }
        else
        {
            html.Add($"{t.Get("for %(length)s", ("length", texts.Length(incident.Minutes)))}");
        }

        html.Add($"</span>");
    }
}
