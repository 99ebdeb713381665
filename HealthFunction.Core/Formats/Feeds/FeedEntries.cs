using System.Globalization;
using System.Text;
using HealthFunction.Formats.Plans;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Plans;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.Feeds;

/// <summary>Makes the entries of a feed, the last changed first.</summary>
internal static class FeedEntries
{
    public const int MaxEntries = 100;

    private const int MaxTitle = 100;

    /// <param name="reading">The history of all sources.</param>
    /// <param name="plans">The plans, past ones included.</param>
    /// <param name="source">The only source; null takes all.</param>
    /// <param name="now">When the feed is made.</param>
    public static IReadOnlyList<FeedEntry> Of(FleetReading reading, IEnumerable<Plan> plans, string? source, DateTimeOffset now) =>
    [
        .. reading.Combined.Members
            .Where(member => source is null || member.Member.Source == source)
            .SelectMany(member => IncidentFinder.Find(member.Days, DaySeries.Overall).Select(incident => Of(member.Member.Source, incident)))
            .Concat(plans.Where(plan => source is null || plan.IsFor(source)).Where(IsShown).Select(plan => Of(plan, now)))
            .OrderByDescending(entry => entry.Updated)
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(MaxEntries),
    ];

    /// <summary>What was withdrawn before it had an effect is of no interest.</summary>
    private static bool IsShown(Plan plan) => plan.Kind switch
    {
        PlanKind.Note => plan.Ended is null,
        PlanKind.Marking => false,
        _ => !(plan.Ended <= plan.From),
    };

    private static FeedEntry Of(string source, Incident incident) => new()
    {
        Id = FeedEntry.IdOf(string.Create(CultureInfo.InvariantCulture, $"incident {source} {incident.Start.UtcTicks}")),
        Kind = "incident",
        Source = source,
        Title = incident.IsOngoing ? $"{source}: down" : $"{source}: up again",
        Text = incident.IsOngoing
            ? $"Down since {Moment(incident.Start)}{Cause(incident)}"
            : string.Create(CultureInfo.InvariantCulture, $"Down from {Moment(incident.Start)} to {Moment(incident.End)}, {incident.DownMinutes} min{Cause(incident)}"),
        Published = incident.Start,

        // An incident that goes on is no news each minute.
        Updated = incident.IsOngoing ? incident.Start : incident.End,
    };

    private static FeedEntry Of(Plan plan, DateTimeOffset now) => new()
    {
        Id = FeedEntry.IdOf($"plan {plan.Id}"),
        Kind = PlanJson.Name(plan.Kind),
        Source = plan.Source,
        Title = plan.Kind switch
        {
            PlanKind.Note => Short($"{PlanJson.Name(plan.State!.Value)}: {plan.Text}"),
            PlanKind.Drain => Short($"{plan.Source ?? "all"}: out of rotation: {plan.Text}"),
            _ => Short($"{plan.Source ?? "all"}: maintenance: {plan.Text}"),
        },
        Text = plan.Kind == PlanKind.Note
            ? string.Join("\n\n", plan.Entries.Reverse().Select(entry => $"{Moment(entry.At)}, {PlanJson.Name(entry.State)}: {entry.Text}"))
            : $"{plan.Text}\n\n{When(plan, now)}",
        Published = plan.Created,
        Updated = plan.Changed,
    };

    private static string When(Plan plan, DateTimeOffset now)
    {
        var checks = plan.Checks.Count > 0 ? $", {string.Join(", ", plan.Checks)}" : "";
        if (plan is { Recurs: { } recurs })
        {
            // Without the next window, which would be other news each week.
            return string.Create(CultureInfo.InvariantCulture, $"{recurs.Cron} ({recurs.TimeZone}), {recurs.Length.TotalMinutes:0} min each{checks}")
                + (plan.IsOver(now) ? $", until {Moment(plan.End!.Value)}" : "");
        }

        return plan.End is { } end ? $"From {Moment(plan.From)} to {Moment(end)}{checks}" : $"From {Moment(plan.From)}{checks}";
    }

    private static string Cause(Incident incident) => incident.Error is { } error ? $": {error}" : "";

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Short(string text)
    {
        var line = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length).TrimEnd();
        if (line.Length <= MaxTitle)
        {
            return line.ToString();
        }

        // Not in the middle of a character of two parts.
        var length = char.IsHighSurrogate(line[MaxTitle - 2]) ? MaxTitle - 2 : MaxTitle - 1;
        return new StringBuilder().Append(line[..length]).Append('…').ToString();
    }
}
