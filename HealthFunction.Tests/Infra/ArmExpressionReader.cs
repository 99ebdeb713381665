using System.Text;

namespace HealthFunction.Tests.Infra;

internal sealed class ArmExpressionReader(string text)
{
    private int _at;

    private char Next => _at < text.Length ? text[_at] : '\0';

    public ArmExpression ReadAll()
    {
        var all = Read();
        return _at == text.Length ? all : throw Unexpected();
    }

    private ArmExpression Read()
    {
        SkipSpace();
        var start = _at;
        ArmExpression expression = Next switch
        {
            '\'' => ReadText(start),
            >= '0' and <= '9' or '-' => ReadNumber(start),
            _ => ReadCall(start),
        };
        while (Next is '.' or '[')
        {
            if (text[_at++] == '.')
            {
                ReadName();
            }
            else
            {
                Read();
                Expect(']');
            }

            expression = new ArmExpression.Member(expression, text[start.._at]);
        }

        SkipSpace();
        return expression;
    }

    private ArmExpression.Text ReadText(int start)
    {
        var value = new StringBuilder();
        _at++;
        while (true)
        {
            if (Next == '\0')
            {
                throw Unexpected();
            }

            if (Next == '\'')
            {
                _at++;
                if (Next != '\'')
                {
                    break;
                }

                // Doubled: a quote inside the text.
            }

            value.Append(Next);
            _at++;
        }

        return new(value.ToString(), text[start.._at]);
    }

    private ArmExpression.Number ReadNumber(int start)
    {
        _at++;
        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }

        return new(text[start.._at]);
    }

    private ArmExpression.Call ReadCall(int start)
    {
        var name = ReadName();
        var arguments = new List<ArmExpression>();
        Expect('(');
        SkipSpace();
        while (Next != ')')
        {
            arguments.Add(Read());
            if (Next == ',')
            {
                _at++;
            }
            else if (Next != ')')
            {
                throw Unexpected();
            }
        }

        _at++;
        return new(name, arguments, text[start.._at]);
    }

    private string ReadName()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next == '_')
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw Unexpected();
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Next))
        {
            _at++;
        }
    }

    private void Expect(char expected)
    {
        if (Next != expected)
        {
            throw Unexpected();
        }

        _at++;
    }

    private FormatException Unexpected() => new($"Unexpected at {_at}: {text[_at..Math.Min(_at + 40, text.Length)]}");
}
