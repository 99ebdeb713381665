using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Checks;

/// <summary>A service scope that exists only once somebody asks for a service: most checks are ready-made and never do.</summary>
internal sealed class LazyScope(IServiceProvider root) : IServiceProvider, IAsyncDisposable
{
    private AsyncServiceScope? _scope;

    public object? GetService(Type serviceType)
    {
        _scope ??= root.CreateAsyncScope();
        return _scope.Value.ServiceProvider.GetService(serviceType);
    }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
}
