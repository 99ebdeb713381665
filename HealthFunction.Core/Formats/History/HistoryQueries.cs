using HealthFunction.History.Storage;
using HealthFunction.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Formats.History;

/// <summary>Shared by <c>history</c> and <c>uptime</c>: rejects wrong queries and reports why history cannot be read.</summary>
internal sealed class HistoryQueries(HistoryStore store, ILogger<HistoryQueries> logger)
{
    private const string ContentType = "application/json";

    private static readonly KeyValuePair<string, string> NoStore = new("Cache-Control", "no-store");

    private readonly HistoryReader _reader = new(store);
    private readonly ReadLog _log = new(logger);

    /// <param name="query">The query, after it was read.</param>
    /// <param name="key">What the query selects; equal for equal answers.</param>
    /// <param name="read">Makes the body.</param>
    public Question Ask(QueryReader query, object key, Func<HistoryReader, CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        // A recording by this instance changes the answer.
        return !store.IsConfigured
            ? Question.Answered(Problem.Unavailable("No storage is configured for history."))
            : Question.For((key, _reader.Changes), token => AnswerAsync(_reader, read, token));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(
        HistoryReader reader, Func<HistoryReader, CancellationToken, Task<ReadOnlyMemory<byte>>> read, CancellationToken cancellationToken)
    {
        try
        {
            var body = await read(reader, cancellationToken).ConfigureAwait(false);
            _log.Succeeded();
            return new HttpAnswer(200) { ContentType = ContentType, Body = body, Headers = [NoStore] };
        }
        catch (HistoryUnavailableException e)
        {
            _log.Failed(e);
            return Problem.Unavailable("History cannot be read now.");
        }
        catch (InvalidDataException e)
        {
            _log.Failed(e);
            return Problem.Unavailable("History holds something that this version of the app cannot read.");
        }
    }
}
