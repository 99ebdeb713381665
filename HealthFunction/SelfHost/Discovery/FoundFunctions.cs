namespace HealthFunction.SelfHost.Discovery;

internal sealed record FoundFunctions(IReadOnlyList<HttpFunction> Http, IReadOnlyList<TimerFunction> Timers)
{
    public HashSet<string> Names => new(
        Http.Select(function => function.Descriptor.Name).Concat(Timers.Select(function => function.Descriptor.Name)),
        StringComparer.OrdinalIgnoreCase);
}
