using HealthFunction.Http;

namespace HealthFunction.Surface;

/// <summary>A few small answers that are used again for a while. Not thread-safe.</summary>
internal sealed class KeptAnswers(RouteBounds bounds, TimeProvider time)
{
    /// <summary>The oldest first.</summary>
    private readonly List<Kept> _answers = [];

    public HttpAnswer? Find(object key)
    {
        DropOld();
        return _answers.Find(a => a.Key.Equals(key))?.Answer;
    }

    public void Add(object key, HttpAnswer answer)
    {
        if (bounds.KeptFor == TimeSpan.Zero || answer.Status != 200 || answer.Body.Length > bounds.MaxKeptBytes)
        {
            return;
        }

        _answers.RemoveAll(a => a.Key.Equals(key));
        _answers.Add(new(key, answer, time.GetTimestamp()));
        while (_answers.Count > bounds.MaxKept || _answers.Sum(a => (long)a.Answer.Body.Length) > bounds.MaxKeptBytes)
        {
            _answers.RemoveAt(0);
        }
    }

    private void DropOld() => _answers.RemoveAll(a => time.GetElapsedTime(a.Timestamp) >= bounds.KeptFor);

    private sealed record Kept(object Key, HttpAnswer Answer, long Timestamp);
}
