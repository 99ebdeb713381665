using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HealthFunction.Settings;

namespace HealthFunction.Checks;

/// <summary>
/// Why an operator took this deployment out of rotation, in the operator's own words. Every caller can read it. It can only be made from
/// a text that was checked, so that no failure can add words to the vocabulary of <see cref="ErrorText"/>.
/// </summary>
internal sealed record DrainReason
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 200;

    public const string Form = "1 to 200 characters in one line, without control characters";

    /// <summary>Values of operators who want to say that nothing is drained.</summary>
    private static readonly string[] Denials = ["false", "0", "no", "off", "none", "null", "disabled"];

    private DrainReason(string text) => Text = text;

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out DrainReason? reason)
    {
        var trimmed = text.Trim();
        reason = trimmed.Length is > 0 and <= MaxLength && trimmed.EnumerateRunes().All(IsText) && !IsDenial(trimmed) ? new DrainReason(trimmed) : null;
        return reason is not null;
    }

    public static DrainReason? Read(SettingsSection health)
    {
        if (health.Text("Drain") is not { } text)
        {
            return null;
        }

        if (TryParse(text, out var reason))
        {
            return reason;
        }

        if (IsDenial(text.Trim()))
        {
            health.Child("Drain").Fault($"is \"{text.Trim()}\", which would be a reason like any other; to serve, leave it unset.");
            return null;
        }

        var fault = text.Trim().Length switch
        {
            0 => "is blank",
            > MaxLength and var length => $"has {length} characters",
            _ => "has a control character",
        };
        health.Child("Drain").Fault($"{fault}; it accepts a reason for everybody to read, {Form}.");
        return null;
    }

    private static bool IsDenial(string text) => Denials.Contains(text, StringComparer.OrdinalIgnoreCase);

    // Half a surrogate pair is read as the replacement character.
    internal static bool IsText(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
