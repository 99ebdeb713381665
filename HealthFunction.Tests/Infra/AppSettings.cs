using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>The app settings of one deployed app: values that are known before the deployment, otherwise expressions.</summary>
internal static class AppSettings
{
    public static IReadOnlyDictionary<string, string> Of(Deployment deployment, AzureResource app)
    {
        var settings = Assert.Single(
            deployment.All("Microsoft.Web/sites/config"), c => c.Name == $"{app.Name}/appsettings");
        return Read(settings.Json["properties"]!);
    }

    private static Dictionary<string, string> Read(JsonNode properties) => properties is JsonObject known
        ? known.ToDictionary(p => p.Key, p => p.Value!.GetValue<string>())
        : Read(ArmExpression.Parse(properties.GetValue<string>()));

    private static Dictionary<string, string> Read(ArmExpression expression) => expression switch
    {
        ArmExpression.Call { Name: "createObject" } made => made.Arguments
            .Chunk(2)
            .ToDictionary(pair => Value(pair[0]), pair => Value(pair[1])),
        ArmExpression.Call { Name: "union" } united => united.Arguments
            .SelectMany(Read)
            .GroupBy(p => p.Key)
            .ToDictionary(g => g.Key, g => g.Last().Value),
        ArmExpression.Call { Name: "if", Arguments: [ArmExpression.Call { Name: "empty", Arguments: [var tested] }, var yes, var no] } =>
            Read(tested is ArmExpression.Text { Value: "" } ? yes : no),
        _ => throw new NotSupportedException($"No settings can be read from {expression.Source}"),
    };

    private static string Value(ArmExpression expression) =>
        expression is ArmExpression.Text known ? known.Value : $"[{expression.Source}]";
}
