using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>Reads and writes the alerts' row. It remembers the version that it last saw and overwrites no other.</summary>
internal sealed class AlertStore(HistoryStore store, string key, ILogger logger)
{
    private readonly RowRange _range = new(key, key + "~");

    private Row? _last;
    private string? _etag;

    /// <summary>Without storage the state is kept in memory only.</summary>
    public bool IsConfigured => store.IsConfigured;

    /// <summary>The stored state; the initial state when there is none or when it cannot be read.</summary>
    public async Task<AlertState> ReadAsync(CancellationToken cancellationToken)
    {
        var page = await store.PageAsync(_range, null, cancellationToken).ConfigureAwait(false);
        if (page.Rows is not [var row, ..])
        {
            _last = null;
            _etag = null;
            return AlertState.Initial;
        }

        _last = row;
        _etag = row.ETag;
        try
        {
            return AlertRow.Read(row);
        }
        catch (InvalidDataException)
        {
            logger.Unreadable();
            return AlertState.Initial;
        }
    }

    /// <returns>False when another recorder has changed the row since it was read.</returns>
    public async Task<bool> TryWriteAsync(AlertState state, CancellationToken cancellationToken)
    {
        var result = await store.SubmitAsync([RowChange.Save(AlertRow.From(state, _last, key), _etag)], cancellationToken).ConfigureAwait(false);
        if (result.Outcome != SubmitOutcome.Done)
        {
            return false;
        }

        _etag = result.ETags[0];
        return true;
    }
}
