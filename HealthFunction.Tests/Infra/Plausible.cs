using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Infra;

/// <summary>Replaces values that only Azure knows, so that the app can validate its settings.</summary>
internal static partial class Plausible
{
    /// <param name="setting">A value, or an expression in brackets.</param>
    public static string Value(string setting) =>
        setting.StartsWith('[') && setting.EndsWith(']') ? Value(ArmExpression.Parse(setting)) : setting;

    private static string Value(ArmExpression expression) => expression switch
    {
        ArmExpression.Text text => text.Value,
        ArmExpression.Call { Name: "format", Arguments: [ArmExpression.Text form, ..] all } =>
            Hole().Replace(form.Value, hole => Value(all[1 + int.Parse(hole.Groups[1].ValueSpan, CultureInfo.InvariantCulture)])),
        ArmExpression.Member { Source: "environment().suffixes.storage" } => "core.windows.net",
        ArmExpression.Member when expression.Source.EndsWith(".ConnectionString", StringComparison.Ordinal) =>
            "InstrumentationKey=00000000-0000-0000-0000-00000000000c;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/",
        ArmExpression.Member when expression.Source.EndsWith("Id", StringComparison.Ordinal) => "00000000-0000-0000-0000-00000000000b",
        ArmExpression.Member or ArmExpression.Call { Name: "parameters" } => "known.later.example",
        _ => expression.Source,
    };

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Hole();
}
