namespace HealthFunction.Http;

/// <summary>What a request asks for, or the answer if there is nothing to compute.</summary>
internal sealed record Question
{
    private Question(object? key, Func<CancellationToken, ValueTask<HttpAnswer>>? compute, HttpAnswer? answer) =>
        (Key, Compute, Answer) = (key, compute, answer);

    /// <summary>Equal for questions of one route that have the same answer.</summary>
    public object? Key { get; }

    /// <summary>Makes the answer. The token is cancelled when no caller waits for it any more.</summary>
    public Func<CancellationToken, ValueTask<HttpAnswer>>? Compute { get; }

    /// <summary>The answer if it is known already; null if it has to be computed.</summary>
    public HttpAnswer? Answer { get; }

    public static Question For(object key, Func<CancellationToken, ValueTask<HttpAnswer>> compute) => new(key, compute, null);

    public static Question Answered(HttpAnswer answer) => new(null, null, answer);
}
