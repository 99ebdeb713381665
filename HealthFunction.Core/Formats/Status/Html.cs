using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace HealthFunction.Formats.Status;

/// <summary>
/// A builder of HTML. The fixed parts of an interpolated string are markup; all values in it are text and are escaped, so that a page's
/// author cannot forget it.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new(48 * 1024);

#pragma warning disable CA1822, IDE0060 // The handler has written when this is called.
    public void Add([InterpolatedStringHandlerArgument("")] ref Handler markup)
#pragma warning restore CA1822, IDE0060
    {
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>
    /// For text and for attributes in double quotation marks. The framework's encoders write a no-break space and other characters as
    /// references of six bytes.
    /// </summary>
    private static string Escape(string text) => text.AsSpan().ContainsAny("&<>\"")
        ? text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
        : text;

    [InterpolatedStringHandler]
#pragma warning disable CS9113, CA1801 // The compiler's contract.
    internal readonly ref struct Handler(int literalLength, int formattedCount, Html html)
#pragma warning restore CS9113, CA1801
    {
        public void AppendLiteral(string markup) => html._text.Append(markup);

        public void AppendFormatted(string? text) => html._text.Append(Escape(text ?? ""));

        public void AppendFormatted(int number) => html._text.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Markup markup) => html._text.Append(markup.Text);
    }
}
