using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Discovery;

/// <summary>Finds functions by their attributes, once, at start.</summary>
internal sealed partial class FunctionFinder
{
    private const BindingFlags Anywhere =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly List<HttpFunction> _http = [];
    private readonly List<TimerFunction> _timers = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, MethodInfo> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="StartupException">One line for each function that cannot be served.</exception>
    public static FoundFunctions Find(IEnumerable<Type> types)
    {
        var finder = new FunctionFinder();
        foreach (var method in types.SelectMany(type => type.GetMethods(Anywhere)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } function)
            {
                finder.Add(function.Name, method);
            }
        }

        finder.RefuseRoutesThatClash();
        return finder._faults.Count == 0
            ? new FoundFunctions(finder._http, finder._timers)
            : throw new StartupException(string.Join(Environment.NewLine, finder._faults));
    }

    private void Add(string name, MethodInfo method)
    {
        try
        {
            if (!FunctionName().IsMatch(name))
            {
                throw new UnsupportedFunctionException("a name starts with a letter and takes up to 128 letters, digits, _ and -, and is not 'host'");
            }

            if (!_names.TryAdd(name, method))
            {
                throw new UnsupportedFunctionException($"{Describe(_names[name])} has the same name");
            }

            AddByTrigger(name, method);
        }
        catch (UnsupportedFunctionException fault)
        {
            _faults.Add($"Function '{name}' ({Describe(method)}): {fault.Message}.");
        }
    }

    private void AddByTrigger(string name, MethodInfo method)
    {
        var retry = method.GetCustomAttribute<RetryAttribute>();
        if (FunctionSignature.Trigger<HttpTriggerAttribute>(method, typeof(HttpRequestData)) is { } http)
        {
            if (retry is not null)
            {
                throw new UnsupportedFunctionException("an HTTP trigger takes no retries");
            }

            var route = ParseRoute(string.IsNullOrEmpty(http.Route) ? name : http.Route);
            var methods = (http.Methods ?? []).Select(verb => verb.ToUpperInvariant()).Distinct().ToArray();
            _http.Add(new HttpFunction(new FunctionDescriptor(name, method, FunctionSignature.CallHttp(method, route)), route, methods));
        }
        else if (FunctionSignature.Trigger<TimerTriggerAttribute>(method, typeof(TimerInfo)) is { } timer)
        {
            _timers.Add(new TimerFunction(new FunctionDescriptor(name, method, FunctionSignature.CallTimer(method)), timer, retry));
        }
        else
        {
            throw new UnsupportedFunctionException("it has no parameter with an HttpTrigger or a TimerTrigger");
        }
    }

    private static RoutePattern ParseRoute(string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route.TrimStart('/'));
        }
        catch (RoutePatternException fault)
        {
            throw new UnsupportedFunctionException($"its route '{route}' is malformed: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    private void RefuseRoutesThatClash()
    {
        var taken = new Dictionary<string, HttpFunction>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in _http)
        {
            var shape = RouteName().Replace(function.Route.RawText!.TrimEnd('/'), "{");
            foreach (var verb in function.Methods is [] ? ["every method"] : function.Methods)
            {
                if (!taken.TryAdd($"{verb} {shape}", function))
                {
                    _faults.Add($"Functions '{taken[$"{verb} {shape}"].Descriptor.Name}' and '{function.Descriptor.Name}' both take {verb} of '{function.Route.RawText}'.");
                    break;
                }
            }
        }
    }

    private static string Describe(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    [GeneratedRegex("^(?!host$)[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\{\*{0,2}[^:=?}]+")]
    private static partial Regex RouteName();
}
