using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace HealthFunction.History.Storage;

/// <summary>
/// One source's partition of the table. Every call ends within the timeout, is one round trip unless a table has to be created, and
/// reads a row range of one partition or submits one transaction. Everything that is not an answer of a table service is reported
/// as "unavailable", however the client library reports it.
/// </summary>
internal sealed class HistoryTable(TableClient client, string source, TimeSpan timeout, TimeProvider time) : HistoryStore(source)
{
    private int _changes;
    private StrongBox<TimeSpan>? _clockDifference;

    public override bool IsConfigured => true;

    public override TimeSpan? ClockDifference => Volatile.Read(ref _clockDifference)?.Value;

    public override int Changes => Volatile.Read(ref _changes);

    public string Partition { get; } = RowKeys.Partition(source);

    public override async Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = [.. changes.Select(change => change.ToAction(Partition))];
        try
        {
            return await SubmitOnceAsync(actions, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return await CreateAndSubmitAsync(actions, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {range.From} and RowKey lt {range.To}");
        string[]? columns = range.KeysOnly ? ["PartitionKey", "RowKey"] : null;
        try
        {
            return await CallAsync(
                async token =>
                {
                    var pages = client.QueryAsync<TableEntity>(filter, range.PageSize, columns, token).AsPages(continuation);
                    await foreach (var page in pages.ConfigureAwait(false))
                    {
                        Answered(page.GetRawResponse());
                        return Read(page, range);
                    }

                    return RowPage.Empty;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return RowPage.Empty;
        }
        catch (RequestFailedException e)
        {
            throw Unavailable(e);
        }
    }

    private RowPage Read(Page<TableEntity> page, RowRange range)
    {
        if (page.Values.Count == 0)
        {
            // The client library reads any JSON object as a page without rows.
            using var json = JsonDocument.Parse(page.GetRawResponse().Content);
            _ = json.RootElement.GetProperty("value").GetArrayLength();
        }
        else if (page.Values.Any(row => row.PartitionKey != Partition || row.RowKey is null || !range.Holds(row.RowKey)))
        {
            throw new FormatException("The answer holds a row outside the requested range.");
        }

        return new RowPage([.. page.Values.Select(Row.From)], string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
    }

    private async Task<SubmitResult> CreateAndSubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(token => client.CreateIfNotExistsAsync(token), cancellationToken).ConfigureAwait(false);
            return await SubmitOnceAsync(actions, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e)
        {
            throw Unavailable(e);
        }
    }

    /// <exception cref="RequestFailedException">There is no such table.</exception>
    private async Task<SubmitResult> SubmitOnceAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                async token =>
                {
                    var answers = await client.SubmitTransactionAsync(actions, token).ConfigureAwait(false);
                    Answered(answers.GetRawResponse());
                    Interlocked.Increment(ref _changes);
                    return answers.Value.Count == actions.Count
                        ? new SubmitResult(SubmitOutcome.Done, [.. answers.Value.Select(answer => (answer.Headers.ETag ?? default).ToString())])
                        : throw new FormatException("A transaction has a different number of answers than of actions.");
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return SubmitResult.RowExists;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied || e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return SubmitResult.LostRace;
        }
        catch (RequestFailedException e) when (e.Status is 400 or 413)
        {
            throw new HistoryRejectedException($"Table storage rejected a recording permanently ({e.ErrorCode}).", e);
        }
        catch (RequestFailedException e) when (e.ErrorCode != TableErrorCode.TableNotFound)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Lets error answers of a table service through; everything else that fails is reported as "unavailable".</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // A client that ignores its token must not block the timer; the next tick finds what it still commits.
            return await call(linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.ErrorCode is not null)
        {
            throw;
        }
        catch (RequestFailedException e)
        {
            throw Unavailable(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HistoryUnavailableException($"Table storage did not answer within {timeout.TotalMilliseconds:0} ms.", e);
        }
        catch (Exception e) when (e is AuthenticationFailedException or AggregateException or IOException or HttpRequestException)
        {
            throw Unreachable(e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HistoryUnavailableException("The answer is not one of table storage, or a row is not one that it can hold.", e);
        }
    }

    private static HistoryUnavailableException Unavailable(RequestFailedException e) => e.Status == 0
        ? Unreachable(e)
        : new($"Table storage answered {e.Status} ({e.ErrorCode ?? "no code"}).", e);

    /// <summary>Says the innermost reason of the last attempt only: those around it repeat it, with the library's advice on retries.</summary>
    private static HistoryUnavailableException Unreachable(Exception e)
    {
        var reason = e;
        while (((reason as AggregateException)?.InnerExceptions[^1] ?? reason.InnerException) is { } inner)
        {
            reason = inner;
        }

        return new($"Table storage cannot be reached: {reason.Message.Split('\n', 2)[0].TrimEnd()}", e);
    }

    private void Answered(Response response)
    {
        if (response.Headers.Date is { } date)
        {
            Volatile.Write(ref _clockDifference, new StrongBox<TimeSpan>(date - time.GetUtcNow()));
        }
    }
}
