using System.Runtime.CompilerServices;

namespace HealthFunction.History.Storage;

/// <summary>The rows of one source. Where the settings name no storage there is one too, which knows that and holds nothing.</summary>
internal abstract class HistoryStore(string source)
{
    /// <summary>Whose history this is: a region or a site.</summary>
    public string Source { get; } = source;

    /// <summary>Whether the settings name storage; without it every other call is a <see cref="HistoryUnavailableException"/>.</summary>
    public abstract bool IsConfigured { get; }

    /// <summary>How far the service's clock was ahead of this machine's at its last answer; null when no answer said.</summary>
    public virtual TimeSpan? ClockDifference => null;

    /// <summary>How often this instance has written since its start.</summary>
    public virtual int Changes => 0;

    /// <summary>Submits one entity group transaction.</summary>
    /// <exception cref="HistoryUnavailableException">It is not known whether it was carried out.</exception>
    /// <exception cref="HistoryRejectedException">It can never be carried out; nothing was changed.</exception>
    public abstract Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken);

    /// <summary>One page of a range; a table that does not exist has no rows.</summary>
    /// <exception cref="HistoryUnavailableException">It cannot be read now.</exception>
    public abstract Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken);

    /// <summary>All rows of a range, page after page.</summary>
    /// <exception cref="HistoryUnavailableException">They cannot be read now.</exception>
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
