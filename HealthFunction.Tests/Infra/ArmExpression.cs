namespace HealthFunction.Tests.Infra;

/// <summary>An expression of the template language, as far as templates of this project use it.</summary>
internal abstract record ArmExpression(string Source)
{
    /// <param name="text">With its brackets.</param>
    public static ArmExpression Parse(string text)
    {
        var reader = new ArmExpressionReader(text.Trim()[1..^1]);
        return reader.ReadAll();
    }

    internal sealed record Text(string Value, string Source) : ArmExpression(Source);

    internal sealed record Number(string Source) : ArmExpression(Source);

    internal sealed record Call(string Name, IReadOnlyList<ArmExpression> Arguments, string Source) : ArmExpression(Source);

    /// <summary>A property or an element of what another expression gives.</summary>
    internal sealed record Member(ArmExpression Of, string Source) : ArmExpression(Source);
}
