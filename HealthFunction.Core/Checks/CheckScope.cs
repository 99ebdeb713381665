using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Checks;

/// <summary>
/// The service scope of the current attempt of a check. It is created when a service is first requested: most checks are ready-made and
/// request none.
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

    /// <summary>Ends the scope; the next attempt gets a new one.</summary>
    public ValueTask EndAsync()
    {
        var scope = _scope;
        _scope = null;
        return scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
