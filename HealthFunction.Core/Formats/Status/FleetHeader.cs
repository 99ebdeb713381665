using HealthFunction.History.Days;
using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>The service as a whole: what a user gets, and how much redundancy is left.</summary>
internal static class FleetHeader
{
    public static Banner Banner(FleetView fleet, PageTexts texts)
    {
        var any = fleet.Any.Current;
        return new(StateWords.Class(any), StateWords.Of(any, texts), Headline(fleet, texts));
    }

    public static void Write(Html html, StatusView view, Banner banner, PageTexts texts)
    {
        var (t, fleet) = (texts.Texts, view.Fleet!);
        html.Add($"<header class=\"{banner.Class}\"><p class=\"s\">{banner.Word}</p>");
        StatusHeader.WriteHeadline(html, view, banner);
        html.Add($"<p>{t.Get("Records read at")} <time datetime=\"{IsoTime.Of(fleet.Now)}\" data-r>{PageTexts.Clock(fleet.Now)}</time></p></header>\n");
        html.Add($"<div class=\"z a\">");
        Write(html, fleet.Any, t.Get("Service"), t.Get("one region is enough"), texts);
        Write(html, fleet.All, t.Get("Full redundancy"), t.Get("needs every region"), texts);
        html.Add($"</div>\n");
    }

    private static void Write(Html html, StateView state, string heading, string meaning, PageTexts texts)
    {
        html.Add($"<article class=\"{StateWords.Class(state.Current)}\"><h2>{heading}</h2><p class=s>{StateWords.Of(state.Current, texts)}</p>");
        html.Add($"<p class=t><span>{meaning}</span>");
        StateWords.WriteSince(html, state, texts);
        html.Add($"</p>");
        DayBars.Write(html, state.Series, texts);
        UptimeList.Write(html, state.Series, texts);
        html.Add($"</article>");
    }

    private static string Headline(FleetView fleet, PageTexts texts)
    {
        var t = texts.Texts;
        return fleet.Any.Current switch
        {
            null => t.Get("No region has recorded anything in the last 10 minutes"),
            { IsPlanned: true } => t.Get("Planned downtime in every region"),
            { State: MinuteState.Down } => t.Get("No region is up"),
            { State: MinuteState.Unknown } => t.Get("It is unknown whether a region is up"),
            _ when fleet.Up == fleet.Counted => t.Get("All regions are up"),
            _ => t.Get("Up in %(up)s of %(count)s regions", ("up", Number(fleet.Up)), ("count", Number(fleet.Counted))),
        };
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
