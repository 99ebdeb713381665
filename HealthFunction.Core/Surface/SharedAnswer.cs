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

    /// <summary>Never throws: a failure becomes the answer.</summary>
    public async Task ComputeAsync()
    {
        try
        {
            _answer.SetResult(await question.Compute!(_unwanted.Token).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // It goes to the requests that wait.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _answer.SetException(e);
            _ = _answer.Task.Exception;
        }
    }
}
