using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace HealthFunction.Checks;

/// <summary>
/// Why an operator took this deployment out of rotation, in the operator's own words, which everybody who asks is told. It can be
/// made of a text that was checked and in no other way, so that the vocabulary of <see cref="ErrorText"/> stays closed to failures.
/// </summary>
internal sealed record DrainReason
{
    /// <summary>In characters.</summary>
    public const int Longest = 200;

    public const string Form = "1 to 200 characters in one line, without control characters";

    private DrainReason(string text) => Text = text;

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out DrainReason? reason)
    {
        var trimmed = text.Trim();
        reason = trimmed.Length is > 0 and <= Longest && trimmed.EnumerateRunes().All(IsText) ? new DrainReason(trimmed) : null;
        return reason is not null;
    }

    // Half a surrogate pair is read as the replacement character.
    private static bool IsText(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
