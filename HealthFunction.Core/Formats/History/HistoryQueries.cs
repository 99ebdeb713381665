using System.Collections.Concurrent;
using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;
using HealthFunction.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Formats.History;

/// <summary>Shared by <c>history</c> and <c>uptime</c>: finds the source, rejects wrong queries and reports why history cannot be read.</summary>
internal sealed class HistoryQueries(HistoryStore store, FleetReadings fleet, ILogger<HistoryQueries> logger)
{
    private readonly HistoryReader _own = new(store);
    private readonly ConcurrentDictionary<string, ReadLog> _logs = new(StringComparer.Ordinal);

    /// <summary>The source that a query names; the app's own unless it names another.</summary>
    public HistoryReader Source(QueryReader query) => SourceQuery.Read(query, fleet)?.Reader ?? _own;

    /// <param name="query">The query, after it was read.</param>
    /// <param name="source">What <see cref="Source"/> returned.</param>
    /// <param name="key">What the query selects; equal for equal answers.</param>
    /// <param name="read">Makes the body.</param>
    public Question Ask(QueryReader query, HistoryReader source, object key, Func<HistoryReader, CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        // A recording by this instance changes the answer.
        return !source.IsConfigured
            ? Question.Answered(Problem.Unavailable("No storage is configured for history: set Health__History__ConnectionString or AzureWebJobsStorage."))
            : Question.For((key, source.Source, source.Changes), token => AnswerAsync(source, read, token));
    }

    public static HttpAnswer Json(ReadOnlyMemory<byte> body) =>
        new(200) { ContentType = "application/json", Body = body, Headers = [new("Cache-Control", "no-store")] };

    private async ValueTask<HttpAnswer> AnswerAsync(
        HistoryReader reader, Func<HistoryReader, CancellationToken, Task<ReadOnlyMemory<byte>>> read, CancellationToken cancellationToken)
    {
        var log = _logs.GetOrAdd(reader.Source, static (source, to) => new ReadLog(to, source), logger);
        try
        {
            var body = await read(reader, cancellationToken).ConfigureAwait(false);
            log.Succeeded();
            return Json(body);
        }
        catch (HistoryUnavailableException e)
        {
            log.Failed(e);
            return Problem.Unavailable("History cannot be read now; the log says why (message 309).");
        }
        catch (InvalidDataException e)
        {
            log.Failed(e);
            return Problem.Unavailable("History holds something that this version of the app cannot read; the log says what (message 309).");
        }
    }
}
