using HealthFunction.Http;

namespace HealthFunction.Surface;

/// <summary>
/// Answers one route within its bounds, so that no number of readers delays the verdict: requests with the same question share one
/// computation, few are computed at once, others wait, and when too many wait, further ones get 503 with Retry-After. An answer may be
/// kept for a while.
/// </summary>
internal sealed class BoundedAnswers(IRouteQuestions route, RouteBounds bounds, TimeProvider time) : IRouteAnswers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, SharedAnswer> _wanted = [];
    private readonly List<SharedAnswer> _queue = [];
    private readonly KeptAnswers _kept = new(bounds, time);
    private int _waiting;
    private int _atWork;

    public ValueTask<HttpAnswer> GetAsync(SurfaceRequest request)
    {
        var question = route.Read(request);
        if (question.Answer is { } answer)
        {
            return new(answer);
        }

        SharedAnswer shared;
        lock (_lock)
        {
            if (_kept.Find(question.Key!) is { } kept)
            {
                return new(kept);
            }

            if (_waiting == bounds.MaxWaiting)
            {
                return new(Busy());
            }

            shared = Join(question);
        }

        StartNext();
        return WaitAsync(shared, request.CallerGone);
    }

    private HttpAnswer Busy() => Problem.Busy("There are too many requests for this at once.", bounds.RetryAfter);

    private SharedAnswer Join(Question question)
    {
        if (!_wanted.TryGetValue(question.Key!, out var shared))
        {
            shared = _wanted[question.Key!] = new SharedAnswer(question);
            _queue.Add(shared);
        }

        shared.Waiting++;
        _waiting++;
        return shared;
    }

    private async ValueTask<HttpAnswer> WaitAsync(SharedAnswer shared, CancellationToken callerGone)
    {
        try
        {
            return await shared.Answer.WaitAsync(bounds.MaxWait, time, callerGone).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!shared.Answer.IsCompleted)
        {
            return Busy();
        }
        finally
        {
            Leave(shared);
        }
    }

    private void Leave(SharedAnswer shared)
    {
        lock (_lock)
        {
            _waiting--;
            if (--shared.Waiting > 0 || shared.Answer.IsCompleted)
            {
                return;
            }

            Forget(shared);
            _queue.Remove(shared);
        }

        shared.Cancel();
    }

    /// <summary>Later requests do not share it.</summary>
    private void Forget(SharedAnswer shared)
    {
        if (_wanted.TryGetValue(shared.Key, out var wanted) && wanted == shared)
        {
            _wanted.Remove(shared.Key);
        }
    }

    private void StartNext()
    {
        SharedAnswer next;
        lock (_lock)
        {
            if (_queue.Count == 0 || _atWork == bounds.MaxAtOnce)
            {
                return;
            }

            next = _queue[0];
            _queue.RemoveAt(0);
            _atWork++;
        }

        // Not on the caller's thread nor in its context: the answer belongs to all callers.
        ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.Answers.WorkAsync(s.Next), (Answers: this, Next: next), preferLocal: false);
    }

    private async Task WorkAsync(SharedAnswer shared)
    {
        var computing = shared.ComputeAsync();
        await ((Task)computing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _atWork--;
            Forget(shared);
            if (computing.IsCompletedSuccessfully)
            {
                _kept.Add(shared.Key, computing.Result);
            }

            // Inside the lock, so that no request joins a failure that others have seen already.
            shared.Publish(computing);
        }

        StartNext();
    }
}
