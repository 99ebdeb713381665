namespace HealthFunction.Testing;

/// <summary>An invocation under way.</summary>
internal sealed class Invocation(Task<InvocationResult> result, Action cancel)
{
    /// <summary>Comes from the worker, after a cancellation too.</summary>
    public Task<InvocationResult> Result => result;

    /// <summary>Lets the worker know that the caller went away, which is only a hint to it.</summary>
    public void Cancel() => cancel();
}
