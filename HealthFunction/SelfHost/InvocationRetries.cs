using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost;

internal sealed class InvocationRetries(int retryCount, int maxRetryCount) : RetryContext
{
    public static InvocationRetries None { get; } = new(0, 0);

    public override int RetryCount => retryCount;

    public override int MaxRetryCount => maxRetryCount;
}
