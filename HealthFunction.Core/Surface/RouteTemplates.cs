namespace HealthFunction.Surface;

/// <summary>The paths of the routes below the prefix. They are constants because the attributes of functions accept nothing else.</summary>
internal static class RouteTemplates
{
    public const string Health = "health/{name?}";
    public const string History = "history";
    public const string Uptime = "uptime";
    public const string Fleet = "fleet";
    public const string Plans = "plans/{id?}";
    public const string Feed = "feed";
    public const string Status = "status";
    public const string Badge = "badge/{file}";
    public const string Scripts = "jsi18n";
    public const string OpenApi = "openapi.json";
}
