using HealthFunction.AspNetCore;
using HealthFunction.Surface;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable IDE0130 // Beside what it extends, so that it is found without a using directive.
namespace Microsoft.AspNetCore.Builder;
#pragma warning restore IDE0130

/// <summary>Serves HealthFunction's routes in an ASP.NET Core app.</summary>
public static class HealthFunctionEndpointRouteBuilderExtensions
{
    /// <summary>Serves the routes below a prefix.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path that the routes are below, such as <c>api</c>; empty serves them at the root.</param>
    /// <param name="without">The routes to leave out, by their first part: <c>status</c>, <c>badge</c>, …</param>
    /// <returns>The conventions of all these endpoints, for authorization, rate limits, host filters and so on.</returns>
    /// <exception cref="InvalidOperationException"><c>AddHealthFunction</c> was not called.</exception>
    /// <exception cref="ArgumentException"><paramref name="without"/> names a route that does not exist.</exception>
    public static IEndpointConventionBuilder MapHealthFunction(this IEndpointRouteBuilder endpoints, string prefix = "api", params string[] without)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(without);
        if (!endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(HttpSurface)))
        {
            throw new InvalidOperationException("MapHealthFunction needs the services of builder.AddHealthFunction(), which was not called.");
        }

        RefuseUnknown(without);
        var group = endpoints.MapGroup(prefix);
        foreach (var route in Routes.All.Where(r => !without.Contains(r.FirstPart, StringComparer.OrdinalIgnoreCase)))
        {
            var pattern = RoutePatternFactory.Parse(route.Template);
            var parameter = pattern.Parameters is [var only] ? only.Name : null;

            // Without a list of methods: the surface decides which there are, for all hosts alike.
            group.Map(pattern, http => WebAnswer.SendAsync(route, parameter, http)).WithDisplayName(route.Name);

            // An endpoint of its own, so that the app can have another policy for it.
            if (route.ChangesName is { } changes)
            {
                group.MapMethods(route.Template, HealthFunction.Surface.Route.ChangeMethods, http => WebAnswer.SendAsync(route, parameter, http)).WithDisplayName(changes);
            }
        }

        return group;
    }

    private static void RefuseUnknown(string[] without)
    {
        var known = Routes.All.Select(r => r.FirstPart).ToList();
        if (without.FirstOrDefault(w => !known.Contains(w, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ArgumentException($"There is no route {unknown}; there are {string.Join(", ", known)}.", nameof(without));
        }
    }
}
