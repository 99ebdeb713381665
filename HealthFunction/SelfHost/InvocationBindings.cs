using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost;

internal sealed class InvocationBindings(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => data;
}
