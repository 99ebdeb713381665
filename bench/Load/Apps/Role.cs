namespace HealthFunction.Load.Apps;

/// <summary>What this program is when an environment variable says that it is not the benchmark but an app under it.</summary>
internal static class Role
{
    public const string Variable = "LOAD_ROLE";
    public const string Empty = "empty";
    public const string Stock = "stock";
    public const string FunctionsHost = "functions-host";

    public static string? Current => Environment.GetEnvironmentVariable(Variable);

    /// <summary>This very program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Load.dll");
}
