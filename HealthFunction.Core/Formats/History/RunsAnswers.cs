using HealthFunction.History.Storage;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>Answers <c>history</c>.</summary>
internal sealed class RunsAnswers(HistoryQueries queries) : IRouteQuestions
{
    private const int DefaultLimit = 100;
    private const int MaxRuns = 1000;

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var source = queries.Source(query);
        var runs = Read(query);
        return queries.Ask(query, source, runs, async (reader, cancellationToken) =>
        {
            var page = await reader.RunsAsync(runs, cancellationToken).ConfigureAwait(false);
            return HistoryJson.Write(reader.Source, page, page.Before is { } before ? Continuation.Write(runs, before) : null);
        });
    }

    private static RunQuery Read(QueryReader query)
    {
        var runs = new RunQuery
        {
            Since = query.Time("since"),
            Until = query.Time("until"),
            Check = query.Text("check", "the name of a check"),
            Status = query.Status("status"),
            Limit = query.Number("limit", 1, MaxRuns) ?? DefaultLimit,
        };
        if (query.Text("continuation", "the continuation of the previous page") is { } continuation)
        {
            runs = runs with { Before = Continuation.TryRead(runs, continuation) };
            if (runs.Before is null)
            {
                query.Refuse("continuation", "continuation accepts the continuation of the previous page, with the same other parameters.");
            }
        }

        if (runs.Since >= runs.Until)
        {
            query.Refuse("until", "until accepts a time after since.");
        }

        query.RefuseOthers();
        return runs;
    }
}
