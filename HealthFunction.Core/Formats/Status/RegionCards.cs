using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>All regions side by side, each as it was last recorded.</summary>
internal static class RegionCards
{
    public static void Write(Html html, StatusView view, PageTexts texts)
    {
        var regions = view.Fleet!.Regions;
        html.Add($"<h2 class=y>{texts.Texts.Get("Regions")}</h2><div class=\"z r\">");
        for (var i = 0; i < regions.Count; i++)
        {
            Write(html, Id(i), regions[i], regions[i].Source == view.Source, texts);
        }

        html.Add($"</div>\n");
    }

    /// <summary>The id of a region's card; a source may have characters that an id cannot have.</summary>
    public static string Id(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"region-{index}");

    private static void Write(Html html, string id, RegionView region, bool isOwn, PageTexts texts)
    {
        var t = texts.Texts;
        var current = region.Overall.Current;
        html.Add($"<article id=\"{id}\" class=\"{StateWords.Class(current)}\"><h3>");
        if (isOwn)
        {
            html.Add($"<a href=\"#here\">{region.Source}</a>");
        }
        else
        {
            html.Add($"{region.Source}");
        }

        html.Add($"</h3><p class=s>{StateWords.Of(current, texts)}</p>");
        WriteReading(html, region, texts);
        html.Add($"<p class=t>");
        if (region.Error is { } error)
        {
            html.Add($"<b lang=en>{error}</b>");
        }

        StateWords.WriteSince(html, region.Overall, texts);
        if (region.LastRecord is { } last)
        {
            StateWords.WriteTime(html, t.Get("last record"), last, texts);
        }

        html.Add($"</p>");
        if (!isOwn)
        {
            WriteChecks(html, region, texts);
        }

        DayBars.Write(html, region.Overall.Series, texts);
        UptimeList.Write(html, region.Overall.Series, texts);
        html.Add($"</article>");
    }

    private static void WriteReading(Html html, RegionView region, PageTexts texts)
    {
        var t = texts.Texts;
        if (region.Reading == SourceState.Empty)
        {
            html.Add($"<p class=t>{t.Get("It has not recorded anything yet.")}</p>");
        }

        if (region.UnreadableSince is { } since)
        {
            html.Add($"<p class=w>");
            StateWords.WriteTime(html, t.Get("cannot be read since"), since, texts);
            if (region is { Reading: SourceState.Old, ReadAt: { } readAt })
            {
                html.Add($" · {t.Get("shown as of %(time)s", ("time", texts.Moment(readAt)))}");
            }

            html.Add($"</p>");
        }
    }

    /// <summary>The colours are repeated in words: what is not UP has its error beside it.</summary>
    private static void WriteChecks(Html html, RegionView region, PageTexts texts)
    {
        if (region.Checks.Count == 0)
        {
            return;
        }

        html.Add($"<ul class=c aria-label=\"{texts.Texts.Get("Checks")}\">");
        foreach (var check in region.Checks)
        {
            var verdict = check.State.ToVerdict();
            html.Add($"<li class={(check.IsPlanned ? "m" : check.IsDegraded ? "g" : StateWords.Class(verdict))}>{check.Name}");
            if (check.IsDegraded)
            {
                html.Add($" <b>{texts.Texts.GetIn("verdict", "Up, degraded")}</b>");
            }
            else if (check.State != MinuteState.Up)
            {
                html.Add($" <b>{texts.Of(verdict)}</b> <span lang=en>{check.Error}</span>");
            }
        }

        html.Add($"</ul>");
    }
}
