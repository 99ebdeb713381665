using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost;

internal sealed class InvocationTrace(string? parent, string? state) : TraceContext
{
    public override string TraceParent => parent ?? "";

    public override string TraceState => state ?? "";
}
