using HealthFunction.Surface;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Worker;

/// <summary>
/// The HTTP functions, one for each route. They list no methods, because the host would answer 404 to methods that a trigger does not
/// list; only where a route can be changed there is a second function, to which the host admits callers with a key. Their only parameters are the request and those of their route: the host fills any other one, even a CancellationToken, with the
/// query's value of that name, so a call with <c>?cancellationToken=x</c> would fail before it gets here.
/// </summary>
public static class HttpFunctions
{
    /// <summary>All checks, <c>live</c>, <c>ready</c>, one check, or one group.</summary>
    [Function("Health")]
    public static Task<HttpResponseData> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Health)] HttpRequestData request, string? name) =>
        WorkerAnswer.SendAsync(Routes.Health, request, name);

    /// <summary>Recorded runs, newest first.</summary>
    [Function("HealthHistory")]
    public static Task<HttpResponseData> HistoryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.History)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.History, request);

    /// <summary>Uptime, coverage, latency and incidents, overall and for each check.</summary>
    [Function("HealthUptime")]
    public static Task<HttpResponseData> UptimeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Uptime)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.Uptime, request);

    /// <summary>Uptime over all regions: at least one UP, every one UP, and each.</summary>
    [Function("HealthFleet")]
    public static Task<HttpResponseData> FleetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Fleet)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.Fleet, request);

    /// <summary>Drains, maintenance and notes.</summary>
    [Function("HealthPlans")]
    public static Task<HttpResponseData> PlansAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "options", "put", Route = RouteTemplates.Plans)] HttpRequestData request, string? id) =>
        WorkerAnswer.SendAsync(Routes.Plans, request, id);

    /// <summary>Changes drains, maintenance and notes. The host admits callers with a function key.</summary>
    [Function("HealthPlansChange")]
    public static Task<HttpResponseData> PlansChangeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", "patch", "delete", Route = RouteTemplates.Plans)] HttpRequestData request, string? id) =>
        WorkerAnswer.SendAsync(Routes.Plans, request, id, needsKey: true);

    /// <summary>Incidents, notes and maintenance for feed readers and calendars.</summary>
    [Function("HealthFeed")]
    public static Task<HttpResponseData> FeedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Feed)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.Feed, request);

    /// <summary>The status page.</summary>
    [Function("HealthStatus")]
    public static Task<HttpResponseData> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Status)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.Status, request);

    /// <summary>The status or the uptime of a check, a group or the deployment as a picture.</summary>
    [Function("HealthBadge")]
    public static Task<HttpResponseData> BadgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Badge)] HttpRequestData request, string file) =>
        WorkerAnswer.SendAsync(Routes.Badge, request, file);

    /// <summary>The translations that the page's script uses.</summary>
    [Function("HealthScripts")]
    public static Task<HttpResponseData> ScriptsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.Scripts)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.Scripts, request);

    /// <summary>The description of all routes.</summary>
    [Function("HealthOpenApi")]
    public static Task<HttpResponseData> OpenApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteTemplates.OpenApi)] HttpRequestData request) =>
        WorkerAnswer.SendAsync(Routes.OpenApi, request);
}
