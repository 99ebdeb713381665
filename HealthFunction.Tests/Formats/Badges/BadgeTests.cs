using System.Globalization;
using System.Xml.Linq;
using HealthFunction.Formats.Badges;

namespace HealthFunction.Tests.Formats.Badges;

public sealed class BadgeTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("status", "up")]
    [InlineData("database.default 90d", "99.98%")]
    [InlineData("WWWWWWWWWW", "MMMMMMMMMM")]
    [InlineData("iiiii", "lllll")]
    [InlineData("日本語", "😀")]
    public void Text_fits_its_box(string label, string message)
    {
        var badge = Parse(new Badge(label, message, BadgeColour.Good));
        var boxes = badge.Descendants(Svg + "g").First().Elements(Svg + "rect").ToList();
        var texts = badge.Descendants(Svg + "text").ToList();

        foreach (var (box, text) in boxes.Zip(texts))
        {
            var left = Number(text, "x");
            var start = box.Attribute("x") is null ? 0 : Number(box, "x");
            Assert.True(left - start >= 5);
            Assert.True(left + Number(text, "textLength") <= start + Number(box, "width") - 5);
        }

        Assert.Equal(boxes.Sum(b => Number(b, "width")), Number(badge, "width"));
    }

    [Fact]
    public void Wider_letters_need_a_wider_box() =>
        Assert.True(Number(Parse(new Badge("WWW", "x", BadgeColour.Good)), "width") > Number(Parse(new Badge("iii", "x", BadgeColour.Good)), "width"));

    [Theory]
    [InlineData(BadgeColour.Label)]
    [InlineData(BadgeColour.Good)]
    [InlineData(BadgeColour.Fair)]
    [InlineData(BadgeColour.Bad)]
    [InlineData(BadgeColour.Planned)]
    [InlineData(BadgeColour.None)]
    public void Text_has_the_contrast_that_WCAG_requires(string background) =>
        Assert.True((Luminance(BadgeColour.Text) + 0.05) / (Luminance(background) + 0.05) >= 4.5);

    [Fact]
    public void The_title_has_the_message_and_markup_in_names_stays_text()
    {
        var badge = Parse(new Badge("<a>&\"", "up", BadgeColour.Good));

        Assert.Equal("<a>&\": up", badge.Element(Svg + "title")!.Value);
        Assert.Equal("t", badge.Attribute("aria-labelledby")!.Value);
    }

    [Theory]
    [InlineData(1.0, BadgeColour.Good)]
    [InlineData(0.999, BadgeColour.Good)]
    [InlineData(0.9989, BadgeColour.Fair)]
    [InlineData(0.98, BadgeColour.Bad)]
    [InlineData(null, BadgeColour.None)]
    public void Uptime_has_the_colour_of_its_share(double? share, string colour) => Assert.Equal(colour, BadgeColour.OfUptime(share));

    private static XElement Parse(Badge badge)
    {
        using var stream = new MemoryStream(badge.Write());
        return XDocument.Load(stream).Root!;
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static double Luminance(string colour)
    {
        var channels = Convert.FromHexString(colour[1..]).Select(c => c / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4));
        return channels.Zip(new[] { 0.2126, 0.7152, 0.0722 }, (c, weight) => c * weight).Sum();
    }
}
