using System.Globalization;

namespace HealthFunction.Localisation;

/// <summary>
/// Recursive descent with C's precedence. Division is left out: it gives fractions in JavaScript, and no language needs it.
/// </summary>
internal sealed class PluralExpressionReader(string text)
{
    private const int MaxLength = 500;
    private const int MaxNesting = 50;

    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "%"]];

    private int _position;
    private int _depth;

    public PluralExpression Read()
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"A plural expression has at most {MaxLength} characters.");
        }

        var expression = ReadChoice();
        return _position == text.Length ? expression : throw Fault();
    }

    private PluralExpression ReadChoice()
    {
        if (++_depth > MaxNesting)
        {
            throw new FormatException("A plural expression is nested too deeply.");
        }

        var condition = ReadLevel(0);
        if (Accept("?"))
        {
            var then = ReadChoice();
            Need(":");
            condition = new PluralExpression.Choice(condition, then, ReadChoice());
        }

        _depth--;
        return condition;
    }

    private PluralExpression ReadLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ReadOperand();
        }

        var left = ReadLevel(level + 1);
        while (Array.Find(Levels[level], Accept) is { } found)
        {
            left = new PluralExpression.Binary(found, left, ReadLevel(level + 1));
        }

        return left;
    }

    private PluralExpression ReadOperand()
    {
        if (Accept("!"))
        {
            if (++_depth > MaxNesting)
            {
                throw new FormatException("A plural expression is nested too deeply.");
            }

            var operand = ReadOperand();
            _depth--;
            return new PluralExpression.Not(operand);
        }

        if (Accept("("))
        {
            var inside = ReadChoice();
            Need(")");
            return inside;
        }

        if (Accept("n"))
        {
            return new PluralExpression.Variable();
        }

        var start = _position;
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }

        return int.TryParse(text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PluralExpression.Number(number)
            : throw Fault();
    }

    private bool Accept(string token)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _position, token, 0, token.Length) != 0)
        {
            return false;
        }

        _position += token.Length;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] is (' ' or '\t' or '\n'))
        {
            _position++;
        }
    }

    private void Need(string token)
    {
        if (!Accept(token))
        {
            throw Fault();
        }
    }

    private FormatException Fault() => new($"The plural expression \"{text}\" cannot be read at position {_position + 1}.");
}
