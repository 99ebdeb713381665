using HealthFunction.Http;

namespace HealthFunction.Surface;

/// <summary>One computation, and the requests that wait for it.</summary>
#pragma warning disable CA1001 // Without a timer or wait handle there is nothing to dispose of, and the computation may still use the token.
internal sealed class SharedAnswer(Question question)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _unwanted = new();
    private readonly TaskCompletionSource<HttpAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public object Key => question.Key!;

    public Task<HttpAnswer> Answer => _answer.Task;

    /// <summary>How many requests wait for it.</summary>
    public int Waiting { get; set; }

    /// <summary>Call when no caller waits for it any more.</summary>
    public void Cancel() => _ = _unwanted.CancelAsync();

    public async Task<HttpAnswer> ComputeAsync() => (await question.Compute!(_unwanted.Token).ConfigureAwait(false)).Compressible();

    /// <summary>Gives the requests that wait what was computed, or its failure.</summary>
    public void Publish(Task<HttpAnswer> computed)
    {
        _answer.SetFromTask(computed);
        _ = _answer.Task.Exception;
    }
}
