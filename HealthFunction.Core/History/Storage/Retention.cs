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
internal sealed class Retention
{
    public const int StepsBetween = 30;

    /// <summary>One day row expires per day, and few others, so each of these is looked for once in so many looks; the rest are for run rows.</summary>
    private const int LooksPerRound = 8;

    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromDays(1);

    /// <summary>The minimum age of the run that confirms the clock; low enough that such a run is kept with every setting.</summary>
    private static readonly TimeSpan MinConfirmingAge = TimeSpan.FromHours(12);

    /// <summary>The maximum age of the run that confirms the clock.</summary>
    private static readonly TimeSpan MaxConfirmingAge = MinConfirmingAge + MaxClockDifference;

    private readonly HistoryStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<Retention> _logger;
    private readonly FaultLog _clock = new();
    private readonly ExpiringRows _runs;
    private readonly IReadOnlyList<ExpiringRows> _few;
    private int _untilNext = 1;
    private int _asked;
    private ExpiringRows _kind;
    private IReadOnlyList<string> _expired = [];
    private bool _isConfirmed;
    private string? _notRemoved;

    /// <param name="store">The rows.</param>
    /// <param name="options">How long runs and days are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what cannot be removed.</param>
    /// <param name="others">Further rows of the same source.</param>
    public Retention(HistoryStore store, HistoryOptions options, TimeProvider time, ILogger<Retention> logger, IEnumerable<ExpiringRows>? others = null)
    {
        (_store, _time, _logger) = (store, time, logger);
        _kind = _runs = new(now => new(RowKeys.Run(now.AddDays(-options.RunDays)), RowKeys.AfterRuns));
        _few = [new(now => new(RowKeys.Days, RowKeys.Day(now.UtcDate().AddDays(-options.DayDays)))), .. others ?? []];
    }

    /// <summary>How many rows are asked for: as many as one transaction removes.</summary>
    private int PageSize => _kind.Beside is null ? RunWriter.MaxChanges : RunWriter.MaxChanges / 2;

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
            _logger.ExpiryFailed(e.Message);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        _untilNext = StepsBetween;
        var look = _asked++ % LooksPerRound;
        _kind = look < _few.Count ? _few[look] : _runs;
        var range = _kind.Expired(_time.GetUtcNow()) with { PageSize = PageSize, KeysOnly = true };
        var page = await _store.PageAsync(range, null, cancellationToken).ConfigureAwait(false);
        _expired = [.. page.Rows.Select(row => row.Key)];
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var aDayAgo = new RowRange(RowKeys.Run(now - MinConfirmingAge), RowKeys.AfterRun(now - MaxConfirmingAge)) { PageSize = 1, KeysOnly = true };
        var page = await _store.PageAsync(aDayAgo, null, cancellationToken).ConfigureAwait(false);
        if (_store.ClockDifference?.Duration() > MaxClockDifference || page.Rows.Count == 0)
        {
            Rest();
            _clock.Failed(() => _logger.ExpiryStopped(now, _store.ClockDifference));
            return;
        }

        // The clock may have been set between the two steps; only rows that are expired by the confirmed clock are removed.
        _expired = [.. _expired.Where(_kind.Expired(now).Holds)];
        _isConfirmed = _expired.Count > 0;
        _clock.Succeeded();
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var expired = _expired;
        Rest();
        _untilNext = expired.Count == PageSize ? 1 : StepsBetween;

        // A row that should go with another may be missing, which must not keep that one for ever.
        List<string> keys = [.. expired];
        if (expired[0] != _notRemoved && _kind.Beside is { } beside)
        {
            keys.AddRange(expired.Select(beside).OfType<string>());
        }

        // If another recorder has removed one of them, nothing is removed here; the next look shows what is left.
        var result = await _store.SubmitAsync([.. keys.Select(RowChange.Delete)], cancellationToken).ConfigureAwait(false);
        _notRemoved = result.Outcome == SubmitOutcome.Done ? null : expired[0];
        if (result.Outcome == SubmitOutcome.Done)
        {
            _logger.Expired(keys.Count);
        }
    }

    private void Rest()
    {
        _expired = [];
        _isConfirmed = false;
        _untilNext = StepsBetween;
    }
}
