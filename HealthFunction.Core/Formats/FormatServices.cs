using HealthFunction.Formats.Badges;
using HealthFunction.Formats.Feeds;
using HealthFunction.Formats.Health;
using HealthFunction.Formats.History;
using HealthFunction.Formats.Plans;
using HealthFunction.Formats.Scripts;
using HealthFunction.Formats.Status;
using HealthFunction.Localisation;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Formats;

internal static class FormatServices
{
    /// <summary>The answers of all routes.</summary>
    public static IServiceCollection AddFormats(this IServiceCollection services) => services
        .AddHealthOptions(PageOptions.Read)
        .AddSingleton(_ => Catalogs.Embedded)
        .AddSingleton<HistoryQueries>()
        .AddSingleton<HealthAnswers>()
        .AddSingleton<RunsAnswers>()
        .AddSingleton<UptimeAnswers>()
        .AddSingleton<FleetAnswers>()
        .AddSingleton<FeedAnswers>()
        .AddSingleton<PlanAnswers>()
        .AddSingleton<PlanChanges>()
        .AddSingleton<StatusAnswers>()
        .AddSingleton<FleetBadges>()
        .AddSingleton<BadgeAnswers>()
        .AddSingleton<ScriptAnswers>()
        .AddSingleton<OpenApiAnswers>();
}
