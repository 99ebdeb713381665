using HealthFunction.Checks;
using HealthFunction.Formats;
using HealthFunction.Formats.Badges;
using HealthFunction.Formats.Feeds;
using HealthFunction.Formats.Health;
using HealthFunction.Formats.History;
using HealthFunction.Formats.Plans;
using HealthFunction.Formats.Scripts;
using HealthFunction.Formats.Status;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Surface;

/// <summary>The HTTP surface: every route that a host serves.</summary>
internal static class Routes
{
    public static Route Health { get; } = Route.ToVerdict<HealthAnswers>("Health", RouteTemplates.Health) with
    {
        // Liveness reveals nothing about the deployment, and a platform's restart probe seldom comes through Front Door.
        Ungated = CheckNames.Live,
        OptionsHasStatus = true,
        Failed = HealthAnswers.Failed,
    };

    public static Route History { get; } = Route.To<RunsAnswers>("HealthHistory", RouteTemplates.History, RouteBounds.ReadsHistory);

    public static Route Uptime { get; } = Route.To<UptimeAnswers>("HealthUptime", RouteTemplates.Uptime, RouteBounds.ReadsHistory);

    public static Route Fleet { get; } = Route.To<FleetAnswers>("HealthFleet", RouteTemplates.Fleet, RouteBounds.ReadsHistory);

    public static Route Plans { get; } = Route.To<PlanAnswers>("HealthPlans", RouteTemplates.Plans) with
    {
        Changes = services => services.GetRequiredService<PlanChanges>(),
    };

    public static Route Feed { get; } = Route.To<FeedAnswers>("HealthFeed", RouteTemplates.Feed, RouteBounds.ReadsHistory);

    public static Route Status { get; } = Route.To<StatusAnswers>("HealthStatus", RouteTemplates.Status);

    public static Route Badge { get; } = Route.To<BadgeAnswers>("HealthBadge", RouteTemplates.Badge);

    public static Route Scripts { get; } = Route.To<ScriptAnswers>("HealthScripts", RouteTemplates.Scripts);

    public static Route OpenApi { get; } = Route.To<OpenApiAnswers>("HealthOpenApi", RouteTemplates.OpenApi);

    public static IReadOnlyList<Route> All { get; } = [Health, History, Uptime, Fleet, Plans, Feed, Status, Badge, Scripts, OpenApi];
}
