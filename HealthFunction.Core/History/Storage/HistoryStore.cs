using System.Runtime.CompilerServices;

namespace HealthFunction.History.Storage;

/// <summary>The rows of one source. There is also one for settings without storage; it holds nothing.</summary>
internal abstract class HistoryStore(string source)
{
    /// <summary>The source of this history: a region or a site.</summary>
    public string Source { get; } = source;

    /// <summary>Whether the settings name storage; if not, every other call throws <see cref="HistoryUnavailableException"/>.</summary>
    public abstract bool IsConfigured { get; }

    /// <summary>How far the service's clock was ahead of this machine's at its last answer; null if no answer had a time.</summary>
    public virtual TimeSpan? ClockDifference => null;

    /// <summary>How often this instance has written since its start.</summary>
    public virtual int Changes => 0;

    /// <summary>Submits one entity group transaction.</summary>
    /// <exception cref="HistoryUnavailableException">It is not known whether the transaction was carried out.</exception>
    /// <exception cref="HistoryRejectedException">It can never be carried out; nothing was changed.</exception>
    public abstract Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken);

    /// <summary>One page of a range; a table that does not exist has no rows.</summary>
    /// <exception cref="HistoryUnavailableException">The rows cannot be read now.</exception>
    public abstract Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken);

    /// <summary>All rows of a range, page after page.</summary>
    /// <exception cref="HistoryUnavailableException">The rows cannot be read now.</exception>
    public async IAsyncEnumerable<Row> RowsAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await PageAsync(range, continuation, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}

/// <summary>No storage is configured.</summary>
internal sealed class NoHistoryStore(string source) : HistoryStore(source)
{
    public override bool IsConfigured => false;

    public override Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) => throw Missing();

    public override Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken) => throw Missing();

    private static HistoryUnavailableException Missing() => new("No storage is configured for history.");
}
