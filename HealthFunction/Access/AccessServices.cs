using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccessGate(this IServiceCollection services) =>
        services.AddSingleton(s => new AccessGate(
            s.GetRequiredService<IOptions<HealthOptions>>().Value.Access, s.GetRequiredService<ILogger<AccessGate>>()));
}
