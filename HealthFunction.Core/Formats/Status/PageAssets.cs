using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>The page's style and script in one language, and the policy that allows a browser to run only these.</summary>
internal sealed partial class PageAssets
{
    /// <param name="texts">The language.</param>
    /// <param name="hasMore">Whether there are several regions or a title; their part of the style is not sent otherwise.</param>
    public PageAssets(Texts texts, bool hasMore)
    {
        var source = Read("status.css") + (hasMore ? Read("fleet.css") : "");
        var style = Words().Replace(Space().Replace(Compact(source), "$1"), match => CssString(Word(texts, match.Groups[1].Value, match.Groups[2].Value)));
        style = Wordless().Replace(style, "");
        var script = Compact(Read("status.js"));
        Style = new Markup(style);
        Script = new Markup(script);
        Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src data:; connect-src 'self'; "
            + $"style-src '{Hash(style)}'; script-src 'self' '{Hash(script)}'";
    }

    public Markup Style { get; }

    public Markup Script { get; }

    /// <summary>The value of Content-Security-Policy.</summary>
    public string Policy { get; }

    /// <summary>The words before or after the date or the number in a day bar.</summary>
    private static string Word(Texts texts, string name, string side)
    {
        var (text, hole) = name switch
        {
            "fine" => (texts.GetIn("day", "%(date)s: no downtime, all covered"), "%(date)s"),
            "up" => (texts.GetIn("day", "%(date)s: no downtime"), "%(date)s"),
            "unknown" => (texts.GetIn("day", "%(date)s: unknown at times"), "%(date)s"),
            "planned" => (texts.GetIn("day", "%(date)s: planned downtime"), "%(date)s"),
            "none" => (texts.GetIn("day", "%(date)s: no data"), "%(date)s"),
            "covered" => (texts.GetIn("day", "%(number)s% covered"), "%(number)s"),
            // The words below a row of bars have no placeholder.
            "ago" => (texts.Get("90 days ago"), ""),
            "today" => (texts.Get("today"), ""),
            "degraded" => (texts.GetIn("day", "degraded %(number)s%"), "%(number)s"),
            "down" => (texts.GetIn("day", "down %(number)s%"), "%(number)s"),
            _ => throw new InvalidOperationException($"The style sheet has an unknown placeholder {name}."),
        };
        var at = text.IndexOf(hole, StringComparison.Ordinal);
        return side == "before" ? text[..at] : text[(at + hole.Length)..];
    }

    private static string CssString(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("<", "\\3c ", StringComparison.Ordinal);

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Removes indentation, empty lines and comment lines; line ends are those that browsers hash.</summary>
    private static string Compact(string text) => string.Join(
        '\n',
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal)));

    private static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }

    // Spaces around separators in CSS; no string of this style sheet contains any.
    [GeneratedRegex(@"\s*([{};,>]|:(?= ))\s*")]
    private static partial Regex Space();

    // Rules with nothing before or after in this language.
    [GeneratedRegex(@"[^{}]+\{content:""""\}")]
    private static partial Regex Wordless();

    [GeneratedRegex(@"\{\{(\w+)\.(before|after)\}\}")]
    private static partial Regex Words();
}
