using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost.Timers;

internal sealed class RetryPolicy(RetryAttribute? retry)
{
    private const int WithoutEnd = -1;

    public int MaxRetryCount => retry?.MaxRetryCount ?? 0;

    public bool Allows(int retries) => MaxRetryCount == WithoutEnd || retries < MaxRetryCount;

    /// <summary>How long to wait before the next retry, after so many.</summary>
    public TimeSpan Delay(int retries) => retry switch
    {
        FixedDelayRetryAttribute fixedDelay => Parse(fixedDelay.DelayInterval),
        ExponentialBackoffRetryAttribute backoff => Backoff(Parse(backoff.MinimumInterval), Parse(backoff.MaximumInterval), retries),
        _ => TimeSpan.Zero,
    };

    // Doubled in floating point, where many retries come to infinity and not to a negative time.
    private static TimeSpan Backoff(TimeSpan minimum, TimeSpan maximum, int retries) =>
        minimum.TotalSeconds * Math.Pow(2, retries) is var seconds && seconds < maximum.TotalSeconds ? TimeSpan.FromSeconds(seconds) : maximum;

    private static TimeSpan Parse(string interval) => TimeSpan.Parse(interval, CultureInfo.InvariantCulture);
}
