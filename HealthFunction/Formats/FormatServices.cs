using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthFunction.Formats;

internal static class FormatServices
{
    public static IServiceCollection AddAnswers(this IServiceCollection services) =>
        services.AddSingleton(s => new HealthAnswers(
            s.GetRequiredService<HealthRunner>(),
            s.GetRequiredService<IOptions<HealthOptions>>().Value.MaxAge,
            s.GetRequiredService<TimeProvider>()));
}
