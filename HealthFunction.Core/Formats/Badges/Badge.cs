using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace HealthFunction.Formats.Badges;

/// <summary>A label and a message as a small picture.</summary>
internal sealed record Badge(string Label, string Message, string Colour)
{
    public const string ContentType = "image/svg+xml; charset=utf-8";

    private const int Height = 20;
    private const int Padding = 6;

    /// <param name="label">What the share is of.</param>
    /// <param name="share">Null when it is not known.</param>
    public static Badge OfUptime(string label, double? share) =>
        new(label, share is { } known ? FormattableString.Invariant($"{Percent.Uptime(known):0.##}%") : "no data", BadgeColour.OfUptime(share));

    public byte[] Write()
    {
        var (label, labelBox) = Measure(Label);
        var (message, messageBox) = Measure(Message);
        var width = labelBox + messageBox;
        var (labelText, messageText) = (HtmlEncoder.Default.Encode(Label), HtmlEncoder.Default.Encode(Message));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{Height}" viewBox="0 0 {width} {Height}" role="img" aria-labelledby="t">
            <title id="t">{labelText}: {messageText}</title>
            <clipPath id="r"><rect width="{width}" height="{Height}" rx="3"/></clipPath>
            <g clip-path="url(#r)"><rect width="{labelBox}" height="{Height}" fill="{BadgeColour.Label}"/><rect x="{labelBox}" width="{messageBox}" height="{Height}" fill="{Colour}"/></g>
            <g fill="{BadgeColour.Text}" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">
            <text x="{Padding}" y="14" textLength="{label}" lengthAdjust="spacingAndGlyphs">{labelText}</text>
            <text x="{labelBox + Padding}" y="14" textLength="{message}" lengthAdjust="spacingAndGlyphs">{messageText}</text>
            </g>
            </svg>

            """));
    }

    private static (int Text, int Box) Measure(string text)
    {
        var width = (BadgeText.Width(text) + 9) / 10;
        return (width, width + (2 * Padding));
    }
}
