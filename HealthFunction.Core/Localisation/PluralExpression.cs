using System.Globalization;

namespace HealthFunction.Localisation;

/// <summary>
/// The C expression of a Plural-Forms header. It is parsed into a tree that can be evaluated and written out again, so that browsers get
/// JavaScript made from this tree and never the text of a file.
/// </summary>
internal abstract record PluralExpression
{
    /// <exception cref="FormatException">The text is not such an expression.</exception>
    public static PluralExpression Parse(string text) => new PluralExpressionReader(text).Read();

    public abstract long Evaluate(long n);

    internal sealed record Number(long Value) : PluralExpression
    {
        public override long Evaluate(long n) => Value;

        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    internal sealed record Variable : PluralExpression
    {
        public override long Evaluate(long n) => n;

        public override string ToString() => "n";
    }

    internal sealed record Not(PluralExpression Operand) : PluralExpression
    {
        public override long Evaluate(long n) => Operand.Evaluate(n) == 0 ? 1 : 0;

        public override string ToString() => $"!{Operand}";
    }

    internal sealed record Binary(string Operator, PluralExpression Left, PluralExpression Right) : PluralExpression
    {
        public override long Evaluate(long n)
        {
            var left = Left.Evaluate(n);
            return Operator switch
            {
                "||" => left != 0 || Right.Evaluate(n) != 0 ? 1 : 0,
                "&&" => left != 0 && Right.Evaluate(n) != 0 ? 1 : 0,
                _ => Evaluate(left, Right.Evaluate(n)),
            };
        }

        public override string ToString() => $"({Left} {Operator} {Right})";

        private long Evaluate(long left, long right) => Operator switch
        {
            "==" => left == right ? 1 : 0,
            "!=" => left != right ? 1 : 0,
            "<" => left < right ? 1 : 0,
            ">" => left > right ? 1 : 0,
            "<=" => left <= right ? 1 : 0,
            ">=" => left >= right ? 1 : 0,
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            _ => right == 0 ? throw new FormatException($"A plural expression divides by 0 for {left}.") : left % right,
        };
    }

    internal sealed record Choice(PluralExpression Condition, PluralExpression Then, PluralExpression Else) : PluralExpression
    {
        public override long Evaluate(long n) => (Condition.Evaluate(n) != 0 ? Then : Else).Evaluate(n);

        public override string ToString() => $"({Condition} ? {Then} : {Else})";
    }
}
