using HealthFunction.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Surface;

/// <summary>One route of the HTTP surface.</summary>
/// <param name="Name">Unique; the name of its function and its endpoint.</param>
/// <param name="Template">The path below the prefix, with at most one parameter, in the syntax that ASP.NET Core and Azure Functions share.</param>
/// <param name="Answers">Creates the object that answers it, once for each app.</param>
internal sealed record Route(string Name, string Template, Func<IServiceProvider, TimeProvider, IRouteAnswers> Answers)
{
    private const string ReadMethods = "GET, HEAD, OPTIONS";

    /// <summary>The methods that change something, where the route has any.</summary>
    public static IReadOnlyList<string> ChangeMethods { get; } = ["POST", "PATCH", "DELETE"];

    /// <summary>The value of <c>Allow</c>.</summary>
    public string Methods => Changes is null ? ReadMethods : $"{ReadMethods}, {string.Join(", ", ChangeMethods)}";

    /// <summary>Creates the object that answers the methods that change something; null if the route can only be read.</summary>
    public Func<IServiceProvider, IRouteChanges>? Changes { get; init; }

    /// <summary>The name of the function and the endpoint for changes: a host may admit other callers to it.</summary>
    public string? ChangesName => Changes is null ? null : Name + "Change";

    /// <summary>The parameter value that is admitted without the gate; null when there is none.</summary>
    public string? Ungated { get; init; }

    /// <summary>Whether OPTIONS has the status of GET. Some monitors use OPTIONS and look only at the status.</summary>
    public bool OptionsHasStatus { get; init; }

    /// <summary>How much of an instance it may use; null for the verdict, which has priority.</summary>
    public RouteBounds? Bounds { get; private init; }

    /// <summary>The answer when the route itself fails.</summary>
    public Func<HttpAnswer> Failed { get; init; } = Problem.InternalError;

    /// <summary>The template's first part, which distinguishes routes.</summary>
    public string FirstPart => Template.Split('/')[0];

    /// <summary>A route within bounds, as all routes are except the verdict.</summary>
    public static Route To<TQuestions>(string name, string template, RouteBounds? bounds = null)
        where TQuestions : class, IRouteQuestions
    {
        var within = bounds ?? new RouteBounds();
        return new(name, template, (services, time) => new BoundedAnswers(services.GetRequiredService<TQuestions>(), within, time)) { Bounds = within };
    }

    /// <summary>The route of the verdict. It needs no bounds: all its callers share runs.</summary>
    public static Route ToVerdict<TAnswers>(string name, string template)
        where TAnswers : class, IRouteAnswers => new(name, template, (services, _) => services.GetRequiredService<TAnswers>());
}
