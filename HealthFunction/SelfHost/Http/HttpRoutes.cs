using HealthFunction.SelfHost.Discovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace HealthFunction.SelfHost.Http;

internal static class HttpRoutes
{
    public static void Map(IEndpointRouteBuilder routes, IEnumerable<HttpFunction> functions, string prefix)
    {
        var root = RoutePatternFactory.Parse(prefix);
        foreach (var function in functions)
        {
            // The endpoint only carries the function; the dispatcher, at the end of the pipeline, runs it.
            var route = routes.Map(RoutePatternFactory.Combine(root, function.Route), _ => Task.CompletedTask).WithMetadata(function);
            if (function.Methods is not [])
            {
                route.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }
    }
}
