using HealthFunction.Localisation;

namespace HealthFunction.Tests.Localisation;

public sealed class PluralFormsTests
{
    [Theory]
    [InlineData("nplurals=2; plural=(n != 1);", "1 0 1 1 1")]
    [InlineData("nplurals=2; plural=(n > 1);", "0 0 1 1 1")]
    [InlineData("nplurals=1; plural=0;", "0 0 0 0 0")]
    [InlineData("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);", "2 0 1 2 1")]
    [InlineData("nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;", "0 1 2 3 4")]
    public void Forms_go_with_0_1_2_5_and_22(string text, string forms)
    {
        var plurals = PluralForms.Parse(text);

        Assert.Equal(forms, string.Join(' ', new[] { 0, 1, 2, 5, 22 }.Select(n => plurals.FormOf(n))));
    }

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("7 % 4 - 1", 2)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("!0 + !5", 1)]
    [InlineData("1 || 0 && 0", 1)]
    [InlineData("2 < 3 == 1", 1)]
    [InlineData("0 ? 1 : 1 ? 2 : 3", 2)]
    [InlineData("0 && 1 % 0", 0)]
    public void Operators_have_the_precedence_of_C(string text, long value) => Assert.Equal(value, PluralExpression.Parse(text).Evaluate(0));

    [Theory]
    [InlineData("nplurals=2; plural=n();")]
    [InlineData("nplurals=2; plural=alert(1);")]
    [InlineData("nplurals=2; plural=n = 1;")]
    [InlineData("nplurals=2; plural=n / 2;")]
    [InlineData("nplurals=2; plural=;")]
    [InlineData("nplurals=2; plural=(n;")]
    [InlineData("nplurals=2; plural=n; x")]
    [InlineData("nplurals=2; plural=n ? 1;")]
    [InlineData("nplurals=2; plural=1 % n;")]
    [InlineData("nplurals=2; plural=n;")]
    [InlineData("nplurals=0; plural=0;")]
    [InlineData("nplurals=99; plural=0;")]
    [InlineData("plural=0;")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => PluralForms.Parse(text));

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.Throws<FormatException>(() => PluralExpression.Parse(new string('(', 200) + "n" + new string(')', 200)));
        Assert.Throws<FormatException>(() => PluralExpression.Parse(new string('!', 200) + "n"));
        Assert.Throws<FormatException>(() => PluralExpression.Parse(new string('n', 100_000)));
    }
}
