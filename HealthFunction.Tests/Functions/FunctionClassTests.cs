using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.Tests.Functions;

public sealed class FunctionClassTests
{
    private static readonly List<MethodInfo> Functions = [.. typeof(HealthFunction.Functions.HealthEndpoint).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
        .Where(m => m.GetCustomAttribute<FunctionAttribute>() is not null)];

    /// <summary>
    /// The worker calls a public function directly; for any other it builds an executor at each invocation, which cost ten
    /// times the processor time when it was measured on the real host.
    /// </summary>
    [Fact]
    public void Function_classes_and_their_methods_are_public()
    {
        Assert.NotEmpty(Functions);
        Assert.All(Functions, m => Assert.True(m.IsPublic && m.DeclaringType!.IsPublic, $"{m.DeclaringType}.{m.Name}"));
    }

    /// <summary>
    /// The host offers a request's query values, and the members of a JSON body, to a function's parameters by name. The request is
    /// safe from that and so is what its route has a value for, be it that there is none; any other parameter is the caller's to spoil.
    /// </summary>
    [Fact]
    public void An_HTTP_function_takes_its_request_and_its_routes_parameters_and_nothing_that_a_caller_could_fill()
    {
        foreach (var method in Functions)
        {
            if (method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().SingleOrDefault() is { } trigger)
            {
                var others = method.GetParameters().Where(p => p.GetCustomAttribute<HttpTriggerAttribute>() is null);
                Assert.All(others, p => Assert.Matches($@"\{{{p.Name}\??\}}", trigger.Route));
            }
        }
    }

    /// <summary>The host tries routes in the order of the functions' names and not by how specific they are.</summary>
    [Fact]
    public void No_two_functions_have_the_same_route()
    {
        var routes = Functions
            .SelectMany(m => m.GetParameters())
            .Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()?.Route)
            .OfType<string>()
            .Select(r => r.Split('/')[0])
            .ToList();

        Assert.Equal(routes.Count, routes.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
