using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Formats;

/// <summary>
/// A strict reader of the Prometheus text format 0.0.4 and of OpenMetrics 1.0 (gauges, infos and state sets), written from their
/// grammars: it accepts only what they allow.
/// </summary>
internal sealed partial class ExpositionParser
{
    private readonly bool _openMetrics;
    private readonly HashSet<string> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private (string Name, string Type, string? Unit)? _family;

    private ExpositionParser(bool openMetrics) => _openMetrics = openMetrics;

    public Dictionary<string, double> Samples { get; } = new(StringComparer.Ordinal);

    public static Dictionary<string, double> Parse(string text, bool openMetrics)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var parser = new ExpositionParser(openMetrics);
        var lines = text[..^1].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (openMetrics && i == lines.Length - 1)
            {
                Assert.Equal("# EOF", lines[i]);
                break;
            }

            parser.Line(lines[i]);
        }

        return parser.Samples;
    }

    private void Line(string line)
    {
        Assert.NotEmpty(line);
        if (line[0] != '#')
        {
            Sample(line);
            return;
        }

        var comment = Comment().Match(line);
        Assert.True(comment.Success, line);
        var (keyword, name, rest) = (comment.Groups[1].Value, comment.Groups[2].Value, comment.Groups[3].Value);
        if (_family?.Name != name)
        {
            Assert.True(_families.Add(name), $"family {name} is interrupted or repeated");
            _family = (name, "unknown", null);
        }

        switch (keyword)
        {
            case "TYPE":
                Assert.Contains(rest, _openMetrics ? ["gauge", "info", "stateset"] : new[] { "gauge" });
                _family = (name, rest, null);
                break;
            case "UNIT":
                Assert.True(_openMetrics, line);
                Assert.EndsWith("_" + rest, name, StringComparison.Ordinal);
                _family = (name, _family!.Value.Type, rest);
                break;
            default:
                Assert.DoesNotContain('\\', rest);
                break;
        }
    }

    private void Sample(string line)
    {
        var sample = SampleLine().Match(line);
        Assert.True(sample.Success, line);
        var (name, labels, value) = (sample.Groups[1].Value, sample.Groups[2].Value, sample.Groups[3].Value);
        Assert.NotNull(_family);
        Assert.Equal(_family.Value.Type == "info" ? _family.Value.Name + "_info" : _family.Value.Name, name);

        var names = Label().Matches(labels).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        var number = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (_family.Value.Type == "stateset")
        {
            Assert.Contains(_family.Value.Name, names);
            Assert.Contains(number, new[] { 0d, 1d });
        }

        if (_family.Value.Type == "info")
        {
            Assert.Equal(1, number);
        }

        Assert.True(_seen.Add(name + labels), $"{name}{labels} comes twice");
        Samples.Add(name + labels, number);
    }

    [GeneratedRegex(@"\A# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)\z")]
    private static partial Regex Comment();

    [GeneratedRegex("""\A([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,(?!\}))?)+\})? (-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\z""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"(?:,|\})""")]
    private static partial Regex Label();
}
