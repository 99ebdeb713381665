using System.Reflection;
using HealthFunction.Surface;
using HealthFunction.Worker;
using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.Tests.Worker;

public sealed class FunctionClassTests
{
    private static readonly List<MethodInfo> Functions = [.. typeof(HttpFunctions).Assembly.GetTypes()
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
    public void An_HTTP_function_has_its_request_and_its_routes_parameters_and_nothing_that_a_caller_could_fill()
    {
        foreach (var method in Functions)
        {
            if (Trigger(method) is { } trigger)
            {
                var others = method.GetParameters().Where(p => p.GetCustomAttribute<HttpTriggerAttribute>() is null);
                Assert.All(others, p => Assert.Matches($@"\{{{p.Name}\??\}}", trigger.Route));
            }
        }
    }

    [Fact]
    public void Each_route_of_the_surface_has_a_function_of_its_name_and_template_and_there_are_no_others() => Assert.Equal(
        Routes.All.SelectMany(r => new[] { r.Name, r.ChangesName }.OfType<string>().Select(name => $"{name}: {r.Template}")).Order(StringComparer.Ordinal),
        Functions.Where(m => Trigger(m) is not null)
            .Select(m => $"{m.GetCustomAttribute<FunctionAttribute>()!.Name}: {Trigger(m)!.Route}").Order(StringComparer.Ordinal));

    /// <summary>The host tries routes in the order of the functions' names, not by how specific they are.</summary>
    [Fact]
    public void No_two_routes_begin_alike() =>
        Assert.Equal(Routes.All.Count, Routes.All.Select(r => r.FirstPart).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    private static HttpTriggerAttribute? Trigger(MethodInfo method) =>
        method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().SingleOrDefault();
}
