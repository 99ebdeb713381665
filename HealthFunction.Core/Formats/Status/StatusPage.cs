using HealthFunction.Checks;
using HealthFunction.History.Days;

namespace HealthFunction.Formats.Status;

/// <summary>The whole page. In lists it omits the end tags that HTML allows to omit: they would be a sixth of the page.</summary>
internal static class StatusPage
{
    public static byte[] Write(StatusView view, PageTexts texts, PageAssets assets, string catalogVersion, IReadOnlyList<string> languages)
    {
        var html = new Html();
        var t = texts.Texts;
        var banner = view.Fleet is { } fleet ? FleetHeader.Banner(fleet, texts) : StatusHeader.Banner(view, texts);
        html.Add($"""
            <!DOCTYPE html>
            <html lang="{t.Language}" data-state="{VerdictText.Of(State(view))}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <noscript><meta http-equiv="refresh" content="60"></noscript>
            <title>{(view.Title is null ? banner.Headline : $"{view.Title} · {banner.Headline}")}</title>
            <link rel="icon" href="{banner.Icon()}">
            <style>{assets.Style}</style>
            </head>
            <body>

            """);
        html.Add($"""<p id="stale" role="status" hidden></p><main>""");
        if (view.Title is not null)
        {
            html.Add($"<h1 class=y>{view.Title}</h1>");
        }

        if (view.Fleet is null)
        {
            StatusHeader.Write(html, view, banner, texts);
        }
        else
        {
            FleetHeader.Write(html, view, banner, texts);
            RegionCards.Write(html, view, texts);
            StatusHeader.WriteRegion(html, view, texts);
        }

        StatusNotices.Write(html, view, texts);
        PlanList.Write(html, view, texts);
        html.Add($"<section aria-label=\"{t.Get("Checks")}\">");
        foreach (var check in view.Report.Checks)
        {
            CheckCard.Write(html, check, view, texts);
        }

        html.Add($"</section>");
        IncidentList.Write(html, view, texts);
        html.Add($"</main>");
        PageFooter.Write(html, texts, languages, view.Fleet is not null);
        html.Add($"""
            <script src="jsi18n?lang={t.Language}&amp;v={catalogVersion}"></script>
            <script>{assets.Script}</script>
            </body>
            </html>

            """);
        return html.ToBytes();
    }

    private static Verdict State(StatusView view) => view.Fleet is { } fleet
        ? fleet.Any.Current?.State.ToVerdict() ?? Verdict.Unknown
        : view.Report.Overall;
}
