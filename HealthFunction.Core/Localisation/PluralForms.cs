using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthFunction.Localisation;

/// <summary>How many forms a noun has in a language, and which one is used with a number.</summary>
internal sealed partial class PluralForms
{
    private const int MaxForms = 10;

    private PluralForms(int count, PluralExpression expression)
    {
        Count = count;
        Expression = expression;
    }

    public static PluralForms English { get; } = Parse("nplurals=2; plural=(n != 1);");

    public int Count { get; }

    public PluralExpression Expression { get; }

    /// <param name="text">The value of the Plural-Forms header, such as <c>nplurals=2; plural=(n != 1);</c>.</param>
    /// <exception cref="FormatException">It cannot be parsed, or it selects a form that does not exist.</exception>
    public static PluralForms Parse(string text)
    {
        if (Header().Match(text) is not { Success: true } match)
        {
            throw new FormatException($"Plural-Forms is \"{text}\"; it must be nplurals=N; plural=EXPRESSION;");
        }

        var count = int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var forms = new PluralForms(count, PluralExpression.Parse(match.Groups[2].Value));
        if (count is 0 or > MaxForms)
        {
            throw new FormatException($"Plural-Forms has nplurals={count}; it accepts 1 to {MaxForms}.");
        }

        // Every rule in use depends on the last two or three digits.
        for (var n = 0; n < 1200; n++)
        {
            if (forms.Expression.Evaluate(n) is var form && (form < 0 || form >= count))
            {
                throw new FormatException($"Plural-Forms picks form {form} of {count} for {n}.");
            }
        }

        return forms;
    }

    /// <summary>The form for the number, from 0.</summary>
    public int FormOf(long number) => (int)Math.Clamp(Expression.Evaluate(Math.Abs(number)), 0, Count - 1);

    [GeneratedRegex(@"^\s*nplurals\s*=\s*(\d{1,3})\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*$")]
    private static partial Regex Header();
}
