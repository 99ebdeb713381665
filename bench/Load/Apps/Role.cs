namespace HealthFunction.Load.Apps;

/// <summary>The role of this program: an environment variable makes it an app under the benchmark instead of the benchmark.</summary>
internal static class Role
{
    public const string Variable = "LOAD_ROLE";
    public const string Empty = "empty";
    public const string Stock = "stock";
    public const string FunctionsHost = "functions-host";

    public static string? Current => Environment.GetEnvironmentVariable(Variable);

    /// <summary>The path of this program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Load.dll");
}
