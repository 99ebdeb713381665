namespace Microsoft.Azure.Functions.Worker;

public abstract class BindingContext
{
    /// <summary>The route's values by name; empty for a timer.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
