namespace HealthFunction.Formats.Status;

/// <summary>The legend of the colours, links to the other languages, and links to the formats for programs.</summary>
internal static class PageFooter
{
    private static readonly Dictionary<string, string> OwnNames = new(StringComparer.Ordinal)
    {
        ["de"] = "Deutsch",
        ["en"] = "English",
        ["fr"] = "Français",
        ["ja"] = "日本語",
        ["pl"] = "Polski",
    };

    public static void Write(Html html, PageTexts texts, IReadOnlyList<string> languages, bool hasFleet)
    {
        var t = texts.Texts;
        html.Add($"""
            <footer><ul class="l"><li class="u">{t.Get("up all day")}<li class="d">{t.Get("down at times")}<li class="k">{t.Get("unknown at times")}<li class="g">{t.Get("degraded at times")}<li class="m">{t.Get("planned downtime")}<li class="n">{t.Get("no data")}<li class="p">p50<li class="q">p95</ul>
            <p>{t.Get("Days and times are in UTC. Uptime is the share of the minutes that are known; coverage tells how many are.")} {t.Get("Planned downtime counts towards neither.")}</p>
            <nav aria-label="{t.Get("Language")}">
            """);
        foreach (var language in languages)
        {
            var current = language == t.Language ? " aria-current=\"true\"" : "";
            html.Add($" <a href=\"?lang={language}\" lang=\"{language}\" hreflang=\"{language}\"{new Markup(current)}>{OwnNames.GetValueOrDefault(language, language)}</a>");
        }

        var fleet = hasFleet ? "<a href=\"fleet\">fleet</a> " : "";
        html.Add($"</nav><p><a href=\"health\">health</a> {new Markup(fleet)}<a href=\"uptime\">uptime</a> <a href=\"history\">history</a> <a href=\"openapi.json\">openapi.json</a> · {BuildInfo.Version.Split('+')[0]}</p></footer>");
    }
}
