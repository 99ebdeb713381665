using HealthFunction.Testing;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Samples;

/// <summary>The sample that has the recipes of docs/checks.md, with those that a test chooses.</summary>
internal static class Recipes
{
    private static readonly string Program = Builds.Sample("Recipes");

    public static void SkipUnlessBuilt() =>
        Assert.SkipUnless(File.Exists(Program), "The sample is not built: ./test.sh packs the packages and builds the samples from them.");

    /// <param name="connections">The connection strings of the recipes, by their names in the sample.</param>
    public static Task<AppProcess> StartAsync(Dictionary<string, string> connections)
    {
        SkipUnlessBuilt();
        var settings = connections.ToDictionary(c => "Recipes__" + c.Key, c => (string?)c.Value);
        settings["Health__Timeout"] = MatrixServers.Deadline.ToString();
        return AppProcess.StartAsync(settings, Program, arguments: ["--urls", "http://127.0.0.1:0"]);
    }

    public static async Task<TimedAnswer> AskAsync(AppProcess app)
    {
        using var asking = new Asking(app.Address);
        return await asking.AskAsync("/shop/health");
    }
}
