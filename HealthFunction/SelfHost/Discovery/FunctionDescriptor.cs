using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.SelfHost.Discovery;

internal sealed class FunctionDescriptor(string name, MethodInfo method, Func<Invocation, Task<HttpResponseData?>> run) : FunctionDefinition
{
    public override string Name => name;

    public override string Id => name;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    /// <summary>Creates the function's class in the invocation's scope and calls the method; null when the function answers nothing.</summary>
    public Func<Invocation, Task<HttpResponseData?>> Run { get; } = run;
}
