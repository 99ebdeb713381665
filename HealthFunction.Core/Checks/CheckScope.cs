using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Checks;

/// <summary>
/// The service scope of a check's attempts, of which there is one at a time. It exists only once somebody asks for a service: most
/// checks are ready-made and never do.
/// </summary>
internal sealed class CheckScope(IServiceProvider root) : IServiceProvider
{
    private AsyncServiceScope? _scope;

    public bool IsOpen => _scope is not null;

    public object? GetService(Type serviceType)
    {
        _scope ??= root.CreateAsyncScope();
        return _scope.Value.ServiceProvider.GetService(serviceType);
    }

    /// <summary>Ends it; the next attempt gets one of its own.</summary>
    public ValueTask EndAsync()
    {
        var scope = _scope;
        _scope = null;
        return scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
