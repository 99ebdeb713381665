using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.History.Plans;

/// <summary>One instance's plans over the tables of a fleet, its own first. It reads when a test says so.</summary>
internal sealed class PlanHarness : IDisposable
{
    private readonly LoggerFactory _loggers;

    public PlanHarness(TimeProvider time, params HistoryStore[] stores)
    {
        _loggers = new LoggerFactory([Log]);
        Book = new PlanBook(
            [.. stores.Select(store => new PlanTable(store, time, _loggers.CreateLogger("plans")))], stores[0].Source, time, _loggers.CreateLogger<PlanBook>());
        Keeper = new PlanKeeper(Book, time);
        Writer = new PlanWriter(Book, time, _loggers.CreateLogger<PlanWriter>());
    }

    public CollectingLoggerProvider Log { get; } = new();

    public PlanBook Book { get; }

    public PlanKeeper Keeper { get; }

    public PlanWriter Writer { get; }

    public void Dispose() => _loggers.Dispose();

    /// <summary>One turn of the background.</summary>
    public async Task TurnAsync()
    {
        foreach (var table in Book.Tables)
        {
            await table.ReadAsync(Patience.Token);
        }

        Book.Refresh();
        await Keeper.KeepAsync(Patience.Token);
    }

    public Task<(Plan? Plan, PlanFault? Fault)> AddAsync(Plan plan, string? key = null) => ChangeAsync(PlanAction.Created, plan.Id, _ => (plan, null), key, plan.Id);

    public Task<(Plan? Plan, PlanFault? Fault)> EndAsync(string id, DateTimeOffset now, string? key = null) => ChangeAsync(
        PlanAction.Ended,
        id,
        plan => plan is null ? (null, PlanFault.Unknown) : plan.Ended is not null ? (null, PlanFault.Over) : (plan with { Ended = now, Revision = plan.Revision + 1, Changed = now }, null),
        key,
        $"end {id}");

    public Task<(Plan? Plan, PlanFault? Fault)> ChangeAsync(
        PlanAction action, string id, Func<Plan?, (Plan?, PlanFault?)> apply, string? key, string fingerprint) => Writer.ChangeAsync(
            new PlanChange { Action = action, PlanId = id, Apply = apply, By = "tester", IdempotencyKey = key, Fingerprint = fingerprint }, Patience.Token);
}
