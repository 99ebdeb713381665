namespace HealthFunction.SelfHost.Discovery;

internal sealed record FoundFunctions(IReadOnlyList<HttpFunction> Http, IReadOnlyList<TimerFunction> Timers);
