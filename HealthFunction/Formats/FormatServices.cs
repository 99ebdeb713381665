using HealthFunction.Checks;
using HealthFunction.Formats.Badges;
using HealthFunction.Formats.Scripts;
using HealthFunction.Formats.Status;
using HealthFunction.History;
using HealthFunction.Localisation;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthFunction.Formats;

internal static class FormatServices
{
    public static IServiceCollection AddAnswers(this IServiceCollection services) => services
        .AddSingleton(s => new HealthAnswers(s.GetRequiredService<HealthRunner>(), Options(s).MaxAge, s.GetRequiredService<TimeProvider>()))
        .AddSingleton(_ => Catalogs.Embedded)
        .AddSingleton(s => new StatusAnswers(
            s.GetRequiredService<HealthRunner>(),
            s.GetRequiredService<RecentHistory>(),
            s.GetRequiredService<Catalogs>(),
            Options(s).MaxAge,
            Options(s).Drain,
            Options(s).Maintenance))
        .AddSingleton(s => new BadgeAnswers(s.GetRequiredService<HealthRunner>(), s.GetRequiredService<RecentHistory>(), Options(s).MaxAge))
        .AddSingleton(s => new ScriptAnswers(s.GetRequiredService<Catalogs>()))
        .AddSingleton<OpenApiAnswers>();

    private static HealthOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<HealthOptions>>().Value;
}
