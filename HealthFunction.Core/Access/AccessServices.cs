using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Access;

internal static class AccessServices
{
    /// <summary>The gate that every caller has to pass.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services.AddHealthOptions(AccessOptions.Read).AddSingleton<AccessGate>();
}
