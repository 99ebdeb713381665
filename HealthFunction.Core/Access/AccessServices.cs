using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Access;

internal static class AccessServices
{
    /// <summary>The gate that every caller has to pass, and the one for changes.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddHealthOptions(AccessOptions.Read)
        .AddHealthOptions(AdminKeyOptions.Read)
        .AddSingleton<AccessGate>()
        .AddSingleton<ChangeGate>();
}
