using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>What is measured, as bench/load.sh published it.</summary>
internal static class Programs
{
    public static string SelfHost => Builds.SelfHost;

    public static string FunctionsApp => Builds.FunctionsApp;

    /// <summary>A Functions app with an HTTP function and a timer that do nothing.</summary>
    public static string EmptyFunctions => Beside("empty-functions", "EmptyFunctions.dll");

    /// <summary>A Functions app with Microsoft's health checks, and a function for each dependency.</summary>
    public static string StockFunctions => Beside("stock-functions", "StockFunctions.dll");

    private static string Beside(string folder, string program) => Path.Combine(AppContext.BaseDirectory, "..", folder, program);
}
