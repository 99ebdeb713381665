using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

/// <summary>Holds an attempt, which ignores its token, until the test releases it, and signals when the attempt is there.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<HealthCheckResult> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ReachedAsync() => _reached.Task.WaitAsync(TestContext.Current.CancellationToken);

    public Task<HealthCheckResult> PassAsync()
    {
        _reached.TrySetResult();
        return _open.Task;
    }

    public void Open() => _open.TrySetResult(HealthCheckResult.Healthy());
}
