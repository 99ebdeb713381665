using System.Collections.Specialized;
using HealthFunction.History;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Formats;

/// <summary>
/// Answers <c>history</c> and <c>uptime</c>. Public because the function classes, which the worker needs public, take it.
/// </summary>
public sealed class HistoryAnswers
{
    private const int DefaultLimit = 100;
    private const int MostRuns = 1000;
    private const string ContentType = "application/json";

    private static readonly KeyValuePair<string, string> NoStore = new("Cache-Control", "no-store");

    private readonly HistoryReader? _reader;
    private readonly TimeProvider _time;
    private readonly ReadLog _log;

    internal HistoryAnswers(HistoryReader? reader, TimeProvider time, ILogger<HistoryAnswers> logger)
    {
        _reader = reader;
        _time = time;
        _log = new ReadLog(logger);
    }

    internal Task<HttpAnswer> RunsAsync(NameValueCollection parameters, CancellationToken cancellationToken)
    {
        var query = new QueryReader(parameters);
        var runs = new RunQuery
        {
            Since = query.Time("since"),
            Until = query.Time("until"),
            Check = query.Text("check", "the name of a check"),
            Status = query.Status("status"),
            Limit = query.Number("limit", 1, MostRuns) ?? DefaultLimit,
        };
        if (query.Text("continuation", "what the page before gave") is { } continuation)
        {
            runs = runs with { Before = Continuation.TryRead(runs, continuation) };
            if (runs.Before is null)
            {
                query.Refuse("continuation", "continuation takes what the page before gave, with the same other parameters.");
            }
        }

        if (runs.Since >= runs.Until)
        {
            query.Refuse("until", "until takes a time after since.");
        }

        query.RefuseOthers();
        return AnswerAsync(query, async reader =>
        {
            var page = await reader.RunsAsync(runs, cancellationToken);
            return HistoryJson.Write(reader.Source, page, page.Before is { } before ? Continuation.Write(runs, before) : null);
        });
    }

    internal Task<HttpAnswer> UptimeAsync(NameValueCollection parameters, CancellationToken cancellationToken)
    {
        var query = new QueryReader(parameters);
        var periods = Periods(query);
        var check = query.Text("check", "the name of a check");
        query.RefuseOthers();
        return AnswerAsync(query, async reader =>
        {
            var now = _time.GetUtcNow();

            // One minute more, so that an incident that is under way when the window begins is known to be.
            var first = now - periods.Max(period => period.Length) - TimeSpan.FromMinutes(1);
            var days = await reader.DaysAsync(DateOf(first), DateOf(now), cancellationToken);
            var calculator = new UptimeCalculator(days, check);
            return UptimeJson.Write(reader.Source, now, [.. periods.Select(period => calculator.Compute(period, now))]);
        });
    }

    private static IReadOnlyList<Period> Periods(QueryReader query)
    {
        var takes = $"a number of hours or days up to {Period.Longest}d, such as {string.Join(", ", Period.Usual.Select(period => period.Name))}";
        var text = query.Text("period", takes);
        var window = query.Text("window", takes);
        if (text is not null && window is not null)
        {
            query.Refuse("window", "window is another name of period; one of them may be given.");
        }

        if ((text ?? window) is not { } given)
        {
            return Period.Usual;
        }

        if (Period.TryParse(given) is { } period)
        {
            return [period];
        }

        var name = text is null ? "window" : "period";
        query.Refuse(name, $"{name} takes {takes}.");
        return [];
    }

    private static DateOnly DateOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private async Task<HttpAnswer> AnswerAsync(QueryReader query, Func<HistoryReader, Task<ReadOnlyMemory<byte>>> read)
    {
        if (query.Fault is { } fault)
        {
            return fault;
        }

        if (_reader is null)
        {
            return Problem.Unavailable("No storage is configured for history.");
        }

        try
        {
            var body = await read(_reader);
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
