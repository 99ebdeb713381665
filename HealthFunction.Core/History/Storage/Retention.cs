using HealthFunction.History.Runs;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Storage;

/// <summary>
/// Removes expired rows in bounded batches and by key range only. A step makes one call at most: every thirtieth step looks for
/// expired rows, the next step confirms the clock, the one after removes the rows, and so on while there are more. One recording
/// per minute expires 30 rows in 30 steps, so three calls are enough.
/// </summary>
/// <remarks>A clock that is ahead makes every row look expired. So nothing is removed unless the service's clock agrees (if its
/// answers have one) and runs were recorded about a day ago; a clock that was just set wrongly does not find such runs.</remarks>
internal sealed class Retention(HistoryStore store, HistoryOptions options, TimeProvider time, ILogger<Retention> logger)
{
    public const int StepsBetween = 30;

    /// <summary>One day row expires per day, so expired day rows are looked for once for every so many looks for run rows.</summary>
    private const int RunsPerDays = 8;

    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromDays(1);

    /// <summary>The minimum age of the run that confirms the clock; low enough that such a run is kept with every setting.</summary>
    private static readonly TimeSpan MinConfirmingAge = TimeSpan.FromHours(12);

    /// <summary>The maximum age of the run that confirms the clock.</summary>
    private static readonly TimeSpan MaxConfirmingAge = MinConfirmingAge + MaxClockDifference;

    private readonly FaultLog _clock = new();
    private int _untilNext = 1;
    private int _asked;
    private IReadOnlyList<string> _expired = [];
    private bool _isConfirmed;

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_expired.Count > 0)
            {
                await (_isConfirmed ? RemoveAsync(cancellationToken) : ConfirmAsync(cancellationToken)).ConfigureAwait(false);
            }
            else if (--_untilNext <= 0)
            {
                await AskAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HistoryUnavailableException or HistoryRejectedException)
        {
            Rest();
            logger.ExpiryFailed(e.Message);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        _untilNext = StepsBetween;
        var range = _asked++ % RunsPerDays == 0 ? ExpiredDays(time.GetUtcNow()) : ExpiredRuns(time.GetUtcNow());
        var page = await store.PageAsync(range with { PageSize = RunWriter.MaxChanges, KeysOnly = true }, null, cancellationToken).ConfigureAwait(false);
        _expired = [.. page.Rows.Select(row => row.Key)];
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var aDayAgo = new RowRange(RowKeys.Run(now - MinConfirmingAge), RowKeys.AfterRun(now - MaxConfirmingAge)) { PageSize = 1, KeysOnly = true };
        var page = await store.PageAsync(aDayAgo, null, cancellationToken).ConfigureAwait(false);
        if (store.ClockDifference?.Duration() > MaxClockDifference || page.Rows.Count == 0)
        {
            Rest();
            _clock.Failed(() => logger.ExpiryStopped(now, store.ClockDifference));
            return;
        }

        // The clock may have been set between the two steps; only rows that are expired by the confirmed clock are removed.
        _expired = [.. _expired.Where(key => ExpiredDays(now).Holds(key) || ExpiredRuns(now).Holds(key))];
        _isConfirmed = _expired.Count > 0;
        _clock.Succeeded();
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var expired = _expired;
        Rest();
        _untilNext = expired.Count == RunWriter.MaxChanges ? 1 : StepsBetween;

        // If another recorder has removed one of them, nothing is removed here; the next look shows what is left.
        var result = await store.SubmitAsync([.. expired.Select(RowChange.Delete)], cancellationToken).ConfigureAwait(false);
        if (result.Outcome == SubmitOutcome.Done)
        {
            logger.Expired(expired.Count);
        }
    }

    private void Rest()
    {
        _expired = [];
        _isConfirmed = false;
        _untilNext = StepsBetween;
    }

    private RowRange ExpiredDays(DateTimeOffset now) => new(RowKeys.Days, RowKeys.Day(now.UtcDate().AddDays(-options.DayDays)));

    private RowRange ExpiredRuns(DateTimeOffset now) => new(RowKeys.Run(now.AddDays(-options.RunDays)), RowKeys.AfterRuns);
}
