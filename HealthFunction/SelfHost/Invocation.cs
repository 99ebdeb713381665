using HealthFunction.SelfHost.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost;

/// <summary>One run of a function. What a function seldom asks for is made only when it asks.</summary>
internal abstract class Invocation(FunctionDescriptor function, IServiceScopeFactory scopes, CancellationToken cancelled)
    : FunctionContext, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private string? _id;
    private IServiceScope? _scope;
    private IServiceProvider? _services;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private CancellationTokenSource? _expiry;
    private bool _expired;

    public FunctionContext Self => this;

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    public override IServiceProvider InstanceServices
    {
        get => _services ??= (_scope = scopes.CreateScope()).ServiceProvider;
        set => _services = value;
    }

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                _expiry ??= CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
                if (_expired)
                {
                    _expiry.Cancel();
                }

                return _expiry.Token;
            }
        }
    }

    protected virtual CancellationToken Cancelled => cancelled;

    /// <summary>The function's time is up.</summary>
    public void Expire()
    {
        CancellationTokenSource? expiry;
        lock (_gate)
        {
            _expired = true;
            expiry = _expiry;
        }

        expiry?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        if (_scope is IAsyncDisposable scope)
        {
            await scope.DisposeAsync();
        }

        _expiry?.Dispose();
    }
}
