using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Plans;

/// <summary>Reads the body of a POST: a new plan. What only one kind of plan has is read in the file of that kind.</summary>
internal static class PlanDraft
{
    /// <summary>The source of a plan that is for all.</summary>
    public const string AllSources = "*";

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
            Text = kind == PlanKind.Drain ? DrainDraft.Reason(body) : Text(body),
            From = now,
            Created = now,
            Changed = now,
        };
        plan = kind switch
        {
            PlanKind.Drain => DrainDraft.Read(body, plan, now),
            PlanKind.Maintenance => MaintenanceDraft.Read(body, plan, now),
            PlanKind.Marking => MarkingDraft.Read(body, plan, now),
            _ => Note(body, plan, now),
        };
        body.RefuseOthers();
        return body.Fault is null ? plan : null;
    }

    public static IReadOnlyList<string> Checks(BodyReader body) =>
        body.Texts("checks", Plan.MaxChecks, CheckNames.IsUsable, $"a list of at most {Plan.MaxChecks} names of checks");

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

    private static Plan Note(BodyReader body, Plan plan, DateTimeOffset now) => plan with
    {
        Checks = Checks(body),
        Incident = body.Time("incident"),
        Entries = [new NoteEntry(now, body.Choice<NoteState>("state") ?? NoteState.Investigating, plan.Text)],
    };
}
