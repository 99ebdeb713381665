using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Discovery;

/// <summary>Turns a function's method into an expression of its call, to be compiled when the function is first called.</summary>
internal static class FunctionSignature
{
    private static readonly Type[] HttpReturns = [typeof(Task<HttpResponseData>), typeof(HttpResponseData), typeof(Task), typeof(void)];
    private static readonly Type[] TimerReturns = [typeof(Task), typeof(void)];
    private static readonly Task<HttpResponseData?> Nothing = Task.FromResult<HttpResponseData?>(null);

    /// <returns>The trigger's attribute, or null when no parameter has one of this kind.</returns>
    /// <exception cref="UnsupportedFunctionException">It stands more than once, or on a parameter of another type.</exception>
    public static T? Trigger<T>(MethodInfo method, Type takes)
        where T : Attribute
    {
        var triggers = method.GetParameters().Where(parameter => parameter.IsDefined(typeof(T))).ToArray();
        return triggers switch
        {
            [] => null,
            [var parameter] when parameter.ParameterType == takes => parameter.GetCustomAttribute<T>(),
            [var parameter] => throw new UnsupportedFunctionException(
                $"its trigger '{parameter.Name}' is a {parameter.ParameterType.Name}; this host takes {takes.Name}"),
            _ => throw new UnsupportedFunctionException("it has more than one trigger"),
        };
    }

    public static Expression<Func<Invocation, Task<HttpResponseData?>>> CallHttp(MethodInfo method, RoutePattern route) =>
        Call(method, HttpReturns, (parameter, invocation) =>
        {
            var http = Expression.Convert(invocation, typeof(Http.HttpInvocation));
            if (parameter.IsDefined(typeof(HttpTriggerAttribute)))
            {
                return Expression.Property(http, nameof(Http.HttpInvocation.Request));
            }

            return parameter.ParameterType == typeof(string) && route.GetParameter(parameter.Name!) is { } value
                ? Expression.Call(http, nameof(Http.HttpInvocation.RouteValue), null, Expression.Constant(value.Name))
                : null;
        });

    public static Expression<Func<Invocation, Task<HttpResponseData?>>> CallTimer(MethodInfo method) =>
        Call(method, TimerReturns, (parameter, invocation) => parameter.IsDefined(typeof(TimerTriggerAttribute))
            ? Expression.Property(Expression.Convert(invocation, typeof(Timers.TimerInvocation)), nameof(Timers.TimerInvocation.Timer))
            : null);

    private static Expression<Func<Invocation, Task<HttpResponseData?>>> Call(
        MethodInfo method, Type[] returns, Func<ParameterInfo, Expression, Expression?> bind)
    {
        RefuseUnsupported(method, returns);
        var invocation = Expression.Parameter(typeof(Invocation), "invocation");
        var arguments = method.GetParameters().Select(parameter =>
            BindCommon(parameter, invocation)
            ?? bind(parameter, invocation)
            ?? throw new UnsupportedFunctionException(
                $"its parameter '{parameter.Name}' ({parameter.ParameterType.Name}) is not the trigger, a FunctionContext, a CancellationToken or a string named in the route"));
        var call = Expression.Call(Instance(method, invocation), method, arguments);
        return Expression.Lambda<Func<Invocation, Task<HttpResponseData?>>>(Answer(call), invocation);
    }

    private static MemberExpression? BindCommon(ParameterInfo parameter, Expression invocation)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return Expression.Property(invocation, nameof(Invocation.CancellationToken));
        }

        return parameter.ParameterType == typeof(FunctionContext) ? Expression.Property(invocation, nameof(Invocation.Self)) : null;
    }

    private static UnaryExpression? Instance(MethodInfo method, Expression invocation)
    {
        if (method.IsStatic)
        {
            return null;
        }

        if (method.DeclaringType!.GetConstructors() is [])
        {
            throw new UnsupportedFunctionException("its class has no public constructor");
        }

        var services = Expression.Property(invocation, nameof(Invocation.InstanceServices));
        var activator = Expression.Constant(new FunctionActivator(method.DeclaringType));
        return Expression.Convert(Expression.Call(activator, nameof(FunctionActivator.Create), null, services), method.DeclaringType);
    }

    private static Expression Answer(MethodCallExpression call)
    {
        if (call.Type == typeof(void))
        {
            return Expression.Block(call, Expression.Constant(Nothing));
        }

        if (call.Type == typeof(HttpResponseData))
        {
            return Expression.Call(typeof(Task), nameof(Task.FromResult), [typeof(HttpResponseData)], call);
        }

        return call.Type == typeof(Task) ? Expression.Call(typeof(FunctionSignature), nameof(WithoutAnswer), null, call) : call;
    }

    private static async Task<HttpResponseData?> WithoutAnswer(Task run)
    {
        await run;
        return null;
    }

    private static void RefuseUnsupported(MethodInfo method, Type[] returns)
    {
        if (!method.IsPublic)
        {
            throw new UnsupportedFunctionException("the method is not public");
        }

        if (method.ContainsGenericParameters || method.DeclaringType!.ContainsGenericParameters)
        {
            throw new UnsupportedFunctionException("a generic method or class has no function");
        }

        if (!method.IsStatic && (method.DeclaringType.IsAbstract || method.DeclaringType.IsValueType))
        {
            throw new UnsupportedFunctionException("the method's type is no class that can be created");
        }

        if (!returns.Contains(method.ReturnType))
        {
            throw new UnsupportedFunctionException(
                $"it returns {method.ReturnType.Name}; this trigger takes {string.Join(", ", returns.Select(Name))}");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw new UnsupportedFunctionException("it is async void, whose end and failure nobody can see; return Task");
        }
    }

    private static string Name(Type type) =>
        type.IsGenericType ? $"Task<{type.GenericTypeArguments[0].Name}>" : type == typeof(void) ? "void" : type.Name;
}
