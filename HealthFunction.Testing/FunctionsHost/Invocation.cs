namespace HealthFunction.Testing;

/// <summary>An invocation under way.</summary>
internal sealed class Invocation(Task<InvocationResult> result, Action cancel)
{
    /// <summary>Comes from the worker, also after a cancellation.</summary>
    public Task<InvocationResult> Result => result;

    /// <summary>Notifies the worker that the caller disconnected, which it may ignore.</summary>
    public void Cancel() => cancel();
}
