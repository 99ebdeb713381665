using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Discovery;

internal sealed class FunctionDescriptor(string name, MethodInfo method, Expression<Func<Invocation, Task<HttpResponseData?>>> call)
    : FunctionDefinition
{
    /// <summary>Most functions of a process that was just started are not called soon.</summary>
    private readonly Lazy<Func<Invocation, Task<HttpResponseData?>>> _call = new(call.Compile);

    public override string Name => name;

    public override string Id => name;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    /// <summary>Creates the function's class in the invocation's scope and calls the method; null when the function answers nothing.</summary>
    public Task<HttpResponseData?> Run(Invocation invocation) => _call.Value(invocation);
}
