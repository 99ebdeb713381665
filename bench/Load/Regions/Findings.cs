using System.Collections.Concurrent;

namespace HealthFunction.Load.Regions;

/// <summary>What was found wrong, and the longest times.</summary>
internal sealed class Findings
{
    /// <summary>More than these say nothing new.</summary>
    private const int MaxShown = 20;

    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Lock _lock = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<string> Shown => _wrong;

    /// <summary>Answers of which it was certain what they had to be.</summary>
    public int Judged { get; private set; }

    public int NotJudged { get; private set; }

    public TimeSpan SlowestAnswer { get; private set; }

    public TimeSpan SlowestPlan { get; private set; }

    public int Plans { get; private set; }

    /// <summary>How many drains were posted to another region than their own.</summary>
    public int PlansElsewhere { get; set; }

    public void Add(string wrong)
    {
        if (Interlocked.Increment(ref _count) <= MaxShown)
        {
            _wrong.Enqueue(wrong);
        }
    }

    public void Answered(bool isJudged, TimeSpan took)
    {
        lock (_lock)
        {
            (Judged, NotJudged) = isJudged ? (Judged + 1, NotJudged) : (Judged, NotJudged + 1);
            SlowestAnswer = took > SlowestAnswer ? took : SlowestAnswer;
        }
    }

    public void Obeyed(TimeSpan after)
    {
        lock (_lock)
        {
            Plans++;
            SlowestPlan = after > SlowestPlan ? after : SlowestPlan;
        }
    }
}
