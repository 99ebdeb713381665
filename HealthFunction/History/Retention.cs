using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History;

/// <summary>
/// Removes expired rows, a bounded batch at a time and by key range only. A step is one call at most: every thirtieth step asks
/// which rows have expired, the step after removes them, and goes on asking while there are more. A recording a minute expires
/// 30 rows in 30 steps, so the two calls keep up.
/// </summary>
internal sealed class Retention(HistoryTable table, HistoryOptions options, TimeProvider time, ILogger<Retention> logger)
{
    public const int StepsBetween = 30;

    /// <summary>Day rows expire one a day, so they are asked for once for this many times that run rows are.</summary>
    private const int RunsPerDays = 8;

    private int _untilNext = 1;
    private int _asked;
    private IReadOnlyList<string> _expired = [];

    public async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_expired.Count > 0)
            {
                await RemoveAsync(cancellationToken);
            }
            else if (--_untilNext <= 0)
            {
                await AskAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is HistoryUnavailableException or HistoryRejectedException)
        {
            _expired = [];
            _untilNext = StepsBetween;
            logger.ExpiryFailed(e);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        _untilNext = StepsBetween;
        var now = time.GetUtcNow();
        var range = _asked++ % RunsPerDays == 0
            ? new RowRange(RowKeys.Days, RowKeys.Day(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-options.DayDays)))
            : new RowRange(RowKeys.Run(now.AddDays(-options.RunDays)), RowKeys.AfterRuns);
        var page = await table.PageAsync(
            range with { PageSize = RunWriter.MostActions, Columns = ["PartitionKey", "RowKey"] }, null, cancellationToken);
        _expired = [.. page.Rows.Select(row => row.RowKey)];
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var expired = _expired;
        _expired = [];
        _untilNext = expired.Count == RunWriter.MostActions ? 1 : StepsBetween;

        // When another recorder has removed one of them nothing is removed here, and asking again shows what is left.
        var outcome = await table.SubmitAsync(
            [.. expired.Select(key => new TableTransactionAction(
                TableTransactionActionType.Delete, new TableEntity(table.Partition, key), ETag.All))],
            [],
            cancellationToken);
        if (outcome == SubmitOutcome.Done)
        {
            logger.Expired(expired.Count);
        }
    }
}
