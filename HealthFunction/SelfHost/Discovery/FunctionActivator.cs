using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost.Discovery;

/// <summary>Creates a function's class for each invocation. How is found out at the first, as the real worker does.</summary>
internal sealed class FunctionActivator(Type type)
{
    private readonly Lazy<ObjectFactory> _factory = new(() => ActivatorUtilities.CreateFactory(type, Type.EmptyTypes));

    public object Create(IServiceProvider services) => _factory.Value(services, null);
}
