using HealthFunction.Checks;

namespace HealthFunction.Formats.Status;

/// <summary>The whole page. In lists it omits the end tags that HTML allows to omit: they would be a sixth of the page.</summary>
internal static class StatusPage
{
    public static byte[] Write(StatusView view, PageTexts texts, PageAssets assets, string catalogVersion, IReadOnlyList<string> languages)
    {
        var html = new Html();
        var t = texts.Texts;
        var headline = StatusHeader.Headline(view, texts);
        html.Add($"""
            <!DOCTYPE html>
            <html lang="{t.Language}" data-state="{VerdictText.Of(view.Report.Overall)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <noscript><meta http-equiv="refresh" content="60"></noscript>
            <title>{headline}</title>
            <link rel="icon" href="{StatusHeader.Icon(view)}">
            <style>{assets.Style}</style>
            </head>
            <body>

            """);
        html.Add($"""<p id="stale" role="status" hidden></p><main>""");
        StatusHeader.Write(html, view, texts, headline);
        PlanList.Write(html, view, texts);
        html.Add($"<section aria-label=\"{t.Get("Checks")}\">");
        foreach (var check in view.Report.Checks)
        {
            CheckCard.Write(html, check, view, texts);
        }

        html.Add($"</section>");
        IncidentList.Write(html, view, texts);
        html.Add($"</main>");
        PageFooter.Write(html, texts, languages);
        html.Add($"""
            <script src="jsi18n?lang={t.Language}&amp;v={catalogVersion}"></script>
            <script>{assets.Script}</script>
            </body>
            </html>

            """);
        return html.ToBytes();
    }
}
