using Azure.Data.Tables;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.SeedHistory;

/// <summary>Notes and maintenance that fit the history: of the past, of now, and to come.</summary>
internal static class PlausiblePlans
{
    private const string Author = "SeedHistory";

    /// <summary>The plans as an operator would have made them, for all sources.</summary>
    /// <param name="home">The source that keeps them.</param>
    /// <param name="check">The check that the maintenance is about.</param>
    /// <param name="now">No plan was made later.</param>
    /// <param name="past">A maintenance that is over; null for none.</param>
    /// <param name="common">An outage that a note tells of; null for none.</param>
    public static IReadOnlyList<Plan> Make(string home, string check, DateTimeOffset now, MaintenanceWindow? past, Outage? common)
    {
        now = now.ToUtcMinute();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        List<Plan> plans =
        [
            Maintenance(home, "A new version of the database server. Some requests may fail.", now.AddDays(-1), today.AddDays(2).AddHours(2), today.AddDays(2).AddHours(4)) with
            {
                Checks = [check],
            },
            Maintenance(home, "Weekly restarts for updates of the operating system.", now.AddDays(-60), now.AddDays(-60), null) with
            {
                Recurs = new Recurrence("0 2 * * SUN", "Europe/Berlin", TimeSpan.FromHours(2)),
            },
            Note(home, null, new NoteEntry(now.AddMinutes(-50), NoteState.Investigating, "Answers are slower than usual for some callers. We are looking into it."),
                new NoteEntry(now.AddMinutes(-20), NoteState.Monitoring, "A batch job used most of the database's connections. It is stopped, and answers are as fast as before.")),
        ];
        if (past is { } window)
        {
            plans.Add(Maintenance(home, "Move of the database to a larger server.", window.From.AddDays(-5), window.From, window.To) with { Checks = [check] });
        }

        if (common is not null)
        {
            plans.Add(Note(home, common.Start, new NoteEntry(common.Start.AddMinutes(6), NoteState.Investigating, "Requests fail in all regions. We are looking into it."),
                new NoteEntry(common.Start.AddMinutes(24), NoteState.Identified, "The database refuses further connections. We raise its limit."),
                new NoteEntry(common.End.AddMinutes(10), NoteState.Resolved, "The limit is raised, and all regions serve again.")));
        }

        return plans;
    }

    /// <summary>Writes them with an audit row each, as a change by an operator leaves it.</summary>
    public static async Task WriteAsync(TableClient client, IReadOnlyList<Plan> plans, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            var audit = new PlanAudit(plan.Changed, PlanAction.Created, Author, null, PlanKeys.ChangeId(plan.Id), plan);
            var partition = RowKeys.Partition(plan.Home);
            await client.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpsertReplace, PlanRow.From(plan, PlanKeys.Plan(plan.Id)).ToEntity(partition)),
                    new(TableTransactionActionType.UpsertReplace, audit.ToRow().ToEntity(partition)),
                ],
                cancellationToken);
        }
    }

    private static Plan Maintenance(string home, string text, DateTimeOffset made, DateTimeOffset from, DateTimeOffset? until) => new()
    {
        Id = PlanKeys.NewId(made),
        Kind = PlanKind.Maintenance,
        Home = home,
        Text = text,
        From = from,
        Until = until,
        Created = made,
        Changed = made,
    };

    private static Plan Note(string home, DateTimeOffset? incident, params NoteEntry[] entries) => new()
    {
        Id = PlanKeys.NewId(entries[0].At),
        Kind = PlanKind.Note,
        Home = home,
        Text = entries[0].Text,
        Incident = incident,
        Entries = entries,
        From = entries[0].At,
        Created = entries[0].At,
        Changed = entries[^1].At,
        Revision = entries.Length,
    };
}
