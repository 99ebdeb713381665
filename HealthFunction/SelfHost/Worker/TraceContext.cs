namespace Microsoft.Azure.Functions.Worker;

public abstract class TraceContext
{
    /// <summary>The W3C trace parent, or empty when the invocation is part of no trace.</summary>
    public abstract string TraceParent { get; }

    public abstract string TraceState { get; }
}
