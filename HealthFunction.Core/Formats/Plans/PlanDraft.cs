using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>Reads the body of a POST: a new plan.</summary>
internal static class PlanDraft
{
    /// <summary>The source of a plan that is for all.</summary>
    public const string AllSources = "*";

    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(400);

    private static readonly TimeSpan MaxDrain = TimeSpan.FromDays(30);
    private static readonly TimeSpan MinLength = TimeSpan.FromMinutes(1);

    /// <returns>Null if the reader has a fault.</returns>
    public static Plan? Read(BodyReader body, PlanBook book, DateTimeOffset now)
    {
        if (body.Choice<PlanKind>("kind") is not { } kind)
        {
            body.Refuse("kind", "kind is missing; it accepts drain, maintenance, note, marking.");
            return null;
        }

        var plan = new Plan
        {
            Id = PlanKeys.NewId(now),
            Kind = kind,
            Home = book.Source,
            Source = Source(body, book),
            Text = kind == PlanKind.Drain ? Reason(body) : Text(body),
            From = now,
            Created = now,
            Changed = now,
        };
        plan = kind switch
        {
            PlanKind.Drain => Drain(body, plan, now),
            PlanKind.Maintenance => Maintenance(body, plan, now),
            PlanKind.Marking => Marking(body, plan, now),
            _ => Note(body, plan, now),
        };
        body.RefuseOthers();
        return body.Fault is null ? plan : null;
    }

    private static string Reason(BodyReader body)
    {
        if (body.Text("reason", DrainReason.MaxLength) is { } text && DrainReason.TryParse(text, out var reason))
        {
            return reason.Text;
        }

        body.Refuse("reason", $"reason accepts a reason for everybody to read, {DrainReason.Form}.");
        return "";
    }

    private static string Text(BodyReader body)
    {
        if (body.Text("text", Plan.MaxText) is { } text)
        {
            return text;
        }

        body.Refuse("text", "text is missing.");
        return "";
    }

    /// <summary>Behind Front Door a request lands in the nearest region, so a fleet's plan has to say what it is for.</summary>
    private static string? Source(BodyReader body, PlanBook book)
    {
        var names = book.Tables.Select(table => table.Source).ToList();
        if (body.Text("source", 100) is not { } name)
        {
            if (names.Count > 1)
            {
                body.Refuse("source", $"source is missing; it accepts {AllSources} for all, or one of {string.Join(", ", names)}.");
            }

            return book.Source;
        }

        if (name == AllSources)
        {
            return null;
        }

        var found = names.Find(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            body.Refuse("source", $"source accepts {AllSources} for all, or one of {string.Join(", ", names)}.");
        }

        return found;
    }

    private static Plan Drain(BodyReader body, Plan plan, DateTimeOffset now)
    {
        var from = body.Time("from") ?? now;
        var until = Until(body, from, MaxDrain);
        Check(body, from, until, now);
        return plan with { From = from, Until = until };
    }

    private static Plan Maintenance(BodyReader body, Plan plan, DateTimeOffset now)
    {
        plan = plan with { Checks = Checks(body) };
        if (!body.Has("cron"))
        {
            var from = body.Time("from") ?? now;
            var until = Until(body, from, MaintenanceWindow.MaxLength);
            if (until is null)
            {
                body.Refuse("until", "until is missing; a maintenance has an end or a length (until or length).");
            }
            else if (until - from > MaintenanceWindow.MaxLength)
            {
                body.Refuse("until", $"until accepts a time at most {MaintenanceWindow.MaxLength.Days} days after from.");
            }

            Check(body, from, until, now);
            return plan with { From = from, Until = until };
        }

        var (first, last) = (body.Time("from") ?? now, body.Time("until"));
        Check(body, first, last, now);
        var cron = body.Text("cron", Recurrence.MaxExpressionLength);
        if (cron is null || !Recurrence.TryParse(cron, out _))
        {
            body.Refuse("cron", "cron accepts an expression of five fields: minute, hour, day of the month, month, day of the week, such as 0 2 * * SUN.");
        }

        var zone = body.Text("timeZone", Recurrence.MaxExpressionLength);
        if (zone is null || !Recurrence.TryFind(zone, out _))
        {
            body.Refuse("timeZone", "timeZone accepts a name of the time zone database, such as Europe/Berlin or UTC.");
        }

        if (body.Duration("length", Recurrence.MinLength, MaintenanceWindow.MaxLength) is not { } length)
        {
            body.Refuse("length", "length is missing; it accepts a duration as hh:mm:ss.");
            return plan;
        }

        if (body.Fault is not null)
        {
            return plan;
        }

        plan = plan with { From = first, Until = last, Recurs = new Recurrence(cron!, zone!, length) };
        if (plan.Recurs.Between(now, now + MaintenanceCalendar.Ahead, MaintenanceCalendar.MaxWindows).Count() == MaintenanceCalendar.MaxWindows)
        {
            body.Refuse("cron", "cron accepts an expression of at most about one time an hour.");
        }

        return plan;
    }

    /// <summary>A time that is over: a later one is a maintenance.</summary>
    private static Plan Marking(BodyReader body, Plan plan, DateTimeOffset now)
    {
        if (body.Time("from") is not { } from)
        {
            body.Refuse("from", "from is missing.");
            return plan;
        }

        if (body.Time("until") is not { } until)
        {
            body.Refuse("until", "until is missing.");
            return plan;
        }

        if (from < now - MaxAhead)
        {
            body.Refuse("from", $"from accepts a time at most {MaxAhead.Days} days ago.");
        }

        if (until <= from || until > now || until - from > MaintenanceWindow.MaxLength)
        {
            body.Refuse("until", $"until accepts a time in the past, after from, at most {MaintenanceWindow.MaxLength.Days} days after it.");
        }

        return plan with { From = from, Until = until, Checks = Checks(body) };
    }

    private static Plan Note(BodyReader body, Plan plan, DateTimeOffset now) => plan with
    {
        Checks = Checks(body),
        Incident = body.Time("incident"),
        Entries = [new NoteEntry(now, body.Choice<NoteState>("state") ?? NoteState.Investigating, plan.Text)],
    };

    private static IReadOnlyList<string> Checks(BodyReader body) =>
        body.Texts("checks", Plan.MaxChecks, CheckNames.IsUsable, $"a list of at most {Plan.MaxChecks} names of checks");

    private static DateTimeOffset? Until(BodyReader body, DateTimeOffset from, TimeSpan maxLength)
    {
        var until = body.Time("until");
        if (body.Duration("length", MinLength, maxLength) is not { } length)
        {
            return until;
        }

        if (until is not null)
        {
            body.Refuse("length", "Either until or length is given.");
        }

        return from + length;
    }

    private static void Check(BodyReader body, DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now)
    {
        if (from > now + MaxAhead)
        {
            body.Refuse("from", $"from accepts a time at most {MaxAhead.Days} days ahead.");
        }

        if (until <= from || until <= now)
        {
            body.Refuse("until", "until accepts a time in the future and after from.");
        }

        if (until > now + (2 * MaxAhead))
        {
            body.Refuse("until", $"until accepts a time at most {2 * MaxAhead.Days} days ahead.");
        }
    }

    /// <summary>Reads a body as one JSON object without repeated members; null if it is none.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
        }
        catch (JsonException)
        {
        }

        return null;
    }
}
