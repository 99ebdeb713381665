using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace HealthFunction.History;

/// <summary>
/// One source's partition of the table. Every call ends within the timeout, is one round trip unless a table has to be created,
/// and gives a row range of one partition or one transaction.
/// </summary>
internal sealed class HistoryTable(TableClient client, string source, TimeSpan timeout, TimeProvider time)
{
    public string Source { get; } = source;

    public string Partition { get; } = RowKeys.Partition(source);

    /// <summary>Submits one entity group transaction; <paramref name="etags"/> takes the new ETag of each action's row.</summary>
    public async Task<SubmitOutcome> SubmitAsync(
        IReadOnlyList<TableTransactionAction> actions,
        List<ETag> etags,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SubmitOnceAsync(actions, etags, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            await CallAsync(token => client.CreateIfNotExistsAsync(token), cancellationToken);
            return await SubmitOnceAsync(actions, etags, cancellationToken);
        }
    }

    /// <summary>One page of a range; a table that does not exist has no rows.</summary>
    public async Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {range.From} and RowKey lt {range.To}");
        if (range.Filter is not null)
        {
            filter = $"{filter} and {range.Filter}";
        }

        try
        {
            return await CallAsync(
                async token =>
                {
                    var pages = client.QueryAsync<TableEntity>(filter, range.PageSize, range.Columns, token).AsPages(continuation);
                    await foreach (var page in pages)
                    {
                        return new RowPage(page.Values, string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
                    }

                    return RowPage.Empty;
                },
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return RowPage.Empty;
        }
    }

    /// <summary>All rows of a range, page after page.</summary>
    public async IAsyncEnumerable<TableEntity> RowsAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await PageAsync(range, continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private async Task<SubmitOutcome> SubmitOnceAsync(
        IReadOnlyList<TableTransactionAction> actions,
        List<ETag> etags,
        CancellationToken cancellationToken)
    {
        try
        {
            var answers = await CallAsync(token => client.SubmitTransactionAsync(actions, token), cancellationToken);
            etags.Clear();
            etags.AddRange(answers.Value.Select(answer => answer.Headers.ETag ?? default));
            return SubmitOutcome.Done;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return SubmitOutcome.RowExists;
        }
        catch (RequestFailedException e) when (e.Status == 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return SubmitOutcome.LostRace;
        }
        catch (RequestFailedException e) when (e.Status is 400 or 413)
        {
            throw new HistoryRejectedException($"Table storage refused a recording for good ({e.ErrorCode ?? "no code"}).", e);
        }
    }

    /// <summary>Lets the answers through that callers tell apart; whatever else goes wrong is "unavailable".</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // A client that does not heed its token must not hold the timer; what it still commits is found there the next time.
            return await call(linked.Token).WaitAsync(linked.Token);
        }
        catch (RequestFailedException e) when (e.Status is 400 or 412 or 413
            || e.ErrorCode == TableErrorCode.TableNotFound
            || e.ErrorCode == TableErrorCode.ResourceNotFound
            || e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            throw;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HistoryUnavailableException($"Table storage did not answer within {timeout.TotalMilliseconds:0} ms.", e);
        }
        catch (RequestFailedException e)
        {
            throw new HistoryUnavailableException($"Table storage answered {e.Status} ({e.ErrorCode ?? "no code"}).", e);
        }
        catch (Exception e) when (e is AuthenticationFailedException or AggregateException or IOException or HttpRequestException)
        {
            throw new HistoryUnavailableException("Table storage cannot be reached.", e);
        }
    }
}
