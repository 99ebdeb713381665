using HealthFunction.SelfHost.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost.Timers;

internal sealed class TimerInvocation(
    FunctionDescriptor function, IServiceScopeFactory scopes, TimerInfo timer, RetryContext retries, CancellationToken stopping)
    : Invocation(function, scopes, stopping)
{
    private static readonly InvocationTrace NoTrace = new(null, null);
    private static readonly InvocationBindings NoBindings = new(new Dictionary<string, object?>());

    public TimerInfo Timer => timer;

    public override RetryContext RetryContext => retries;

    public override TraceContext TraceContext => NoTrace;

    public override BindingContext BindingContext => NoBindings;
}
