namespace Microsoft.Azure.Functions.Worker;

// The names are the worker's.
#pragma warning disable CA1716
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    void Set<T>(T instance);

    T? Get<T>();
}
