using Microsoft.AspNetCore.Routing.Patterns;

namespace HealthFunction.SelfHost.Discovery;

/// <summary>The route is the template below the route prefix; methods are in upper case, and none is every method.</summary>
internal sealed record HttpFunction(FunctionDescriptor Descriptor, RoutePattern Route, IReadOnlyList<string> Methods);
