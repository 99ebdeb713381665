using HealthFunction.Formats.History;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Recent;
using HealthFunction.Http;

namespace HealthFunction.Formats.Feeds;

/// <summary>Answers <c>feed</c>: what has happened and what is planned, for feed readers and calendars.</summary>
internal sealed class FeedAnswers(FleetReadings fleet, PlanBook book, PlanArchive archive, MaintenanceSchedule windows, TimeProvider time) : IRouteQuestions
{
    private static readonly string[] Formats = ["atom", "json", "ical"];

    private static readonly string[] MediaTypes = ["application/atom+xml", "application/feed+json", "text/calendar", "application/json", "application/xml", "text/xml"];

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var accepts = string.Join(" or ", Formats);
        var named = query.Text("format", accepts);
        var format = named is null ? Accepted(request.Header("Accept")) : Array.Find(Formats, f => f.Equals(named, StringComparison.OrdinalIgnoreCase));
        if (format is null && named is not null)
        {
            query.Refuse("format", $"format accepts {accepts}.");
        }

        var source = SourceQuery.Read(query, fleet)?.Name;
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        if (format is null)
        {
            return Question.Answered(Problem.NotAcceptable($"The formats are {string.Join(", ", MediaTypes[..Formats.Length])}."));
        }

        return fleet.Sources.Count == 0
            ? Question.Answered(Problem.Unavailable("No storage is configured for history."))
            : Question.For((format, source, fleet.Number, book.Version), _ => AnswerAsync(format, source));
    }

    private async ValueTask<HttpAnswer> AnswerAsync(string format, string? source)
    {
        var plans = await archive.AllAsync().ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (format == "ical")
        {
            return Answer(CalendarFeed.ContentType, CalendarFeed.Write(source, plans, (book.Source, windows), now));
        }

        var reading = await fleet.GetAsync(TimeSpan.FromDays(HistoryView.Days)).ConfigureAwait(false);
        var feed = new Feed(source, FeedEntries.Of(reading, plans, source, now));
        return format == "json" ? Answer(JsonFeed.ContentType, JsonFeed.Write(feed)) : Answer(AtomFeed.ContentType, AtomFeed.Write(feed));
    }

    private static string? Accepted(string? accept) => AcceptedMediaType.Best(accept, MediaTypes) switch
    {
        null => null,
        1 or 3 => "json",
        2 => "ical",
        _ => "atom",
    };

    private static HttpAnswer Answer(string contentType, byte[] body) => new HttpAnswer(200)
    {
        ContentType = contentType,
        Body = body,
        Headers = [new("Cache-Control", "public, max-age=60"), new("Vary", "Accept"), new("X-Content-Type-Options", "nosniff")],
    }.Tagged();
}
