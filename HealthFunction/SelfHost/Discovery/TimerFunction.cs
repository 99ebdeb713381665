using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost.Discovery;

internal sealed record TimerFunction(FunctionDescriptor Descriptor, TimerTriggerAttribute Trigger, RetryAttribute? Retry);
