using HealthFunction.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Surface;

/// <summary>One route of the HTTP surface.</summary>
/// <param name="Name">Unique; what its function and its endpoint are called.</param>
/// <param name="Template">The path below the prefix, with at most one parameter, in the syntax that ASP.NET Core and Azure Functions share.</param>
/// <param name="Answers">Makes what answers it, once for each app.</param>
internal sealed record Route(string Name, string Template, Func<IServiceProvider, TimeProvider, IRouteAnswers> Answers)
{
    /// <summary>The value of <c>Allow</c>: every route is read and nothing else.</summary>
    public const string Methods = "GET, HEAD, OPTIONS";

    /// <summary>The parameter value for which no gate has to be passed; null when there is none.</summary>
    public string? Ungated { get; init; }

    /// <summary>Whether OPTIONS has the status of GET. Some monitors ask with OPTIONS and look at nothing but the status.</summary>
    public bool OptionsHasStatus { get; init; }

    /// <summary>How much of an instance it may use; null for the verdict, which comes before everything else.</summary>
    public RouteBounds? Bounds { get; private init; }

    /// <summary>The answer when the route itself fails.</summary>
    public Func<HttpAnswer> Failed { get; init; } = Problem.InternalError;

    /// <summary>The template's first part, which tells routes apart.</summary>
    public string FirstPart => Template.Split('/')[0];

    /// <summary>A route within bounds, as every route is but the verdict.</summary>
    public static Route To<TQuestions>(string name, string template, RouteBounds? bounds = null)
        where TQuestions : class, IRouteQuestions
    {
        var within = bounds ?? new RouteBounds();
        return new(name, template, (services, time) => new BoundedAnswers(services.GetRequiredService<TQuestions>(), within, time)) { Bounds = within };
    }

    /// <summary>The route of the verdict. It bounds itself: all its callers share runs.</summary>
    public static Route ToVerdict<TAnswers>(string name, string template)
        where TAnswers : class, IRouteAnswers => new(name, template, (services, _) => services.GetRequiredService<TAnswers>());
}
