using Azure.Core;
using CsCheck;
using HealthFunction.History.Plans;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History.Plans;

/// <summary>Changes by two writers, in any order and with storage that fails now and then, against a real table.</summary>
public sealed class PlanWriterPropertyTests(SharedServers servers)
{
    private static int _sources;

    [Fact]
    public async Task No_change_is_lost_or_made_twice_and_the_audit_holds_every_one()
    {
        var server = await servers.AzuriteAsync();
        var all = new TestTable(server);
        await Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[3, 12]).SampleAsync(
            async (seed, changes) =>
            {
                var source = $"p{Interlocked.Increment(ref _sources)}";
                var note = SamplePlans.Note("first") with { Home = source };
                using var maker = new PlanHarness(TimeProvider.System, new TestTable(server.ConnectionString(), all.Options.Table, source).Table);
                await maker.AddAsync(note);

                var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => WriteAsync(writer, source, note.Id, seed + writer, changes)));

                await maker.TurnAsync();
                var texts = maker.Book.Find(note.Id)!.Entries.Select(e => e.Text).ToList();
                var expected = made.SelectMany(m => m.Texts).Append("first").Order(StringComparer.Ordinal);
                Assert.Equal(expected, texts.Order(StringComparer.Ordinal));
                Assert.Equal(made.SelectMany(m => m.Drains).Order(StringComparer.Ordinal), maker.Book.Plans.Where(p => p.Kind == PlanKind.Drain).Select(p => p.Id).Order(StringComparer.Ordinal));

                var audit = await maker.Writer.ChangesAsync(1000, Patience.Token);
                Assert.Equal(1 + made.Sum(m => m.Texts.Count + m.Drains.Count), audit.Count);
                Assert.Equal(audit.Count, audit.Select(a => a.Change).Distinct().Count());
                Assert.Equal(expected, audit.Where(a => a.Plan.Kind == PlanKind.Note).Select(a => a.Plan.Entries[^1].Text).Order(StringComparer.Ordinal));
                return true;
            },
            iter: 20,
            threads: 2);

        // Each change is sent until it is acknowledged, and some are sent again after that.
        async Task<(List<string> Texts, List<string> Drains)> WriteAsync(int writer, string source, string note, int seed, int changes)
        {
            var random = new Random(seed);
            var table = new TestTable(
                server.ConnectionString(), all.Options.Table, source, options => options.AddPolicy(new FaultyPolicy(seed, share: 0.25), HttpPipelinePosition.PerRetry));
            using var harness = new PlanHarness(TimeProvider.System, table.Table);
            List<string> texts = [];
            List<string> drains = [];
            for (var i = 0; i < changes; i++)
            {
                var key = $"{source} {writer} {i}";
                var isText = random.Next(2) == 0;
                var drain = SamplePlans.Drain(source, home: source);
                for (var left = random.Next(1, 3); left > 0;)
                {
                    left -= await TryAsync(() => isText
                        ? harness.ChangeAsync(PlanAction.Changed, note, plan => (With(plan!, key), null), key, key)
                        : harness.AddAsync(drain, key)) ? 1 : 0;
                }

                (isText ? texts : drains).Add(isText ? key : drain.Id);
            }

            return (texts, drains);
        }
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused_and_changes_nothing()
    {
        using var harness = new PlanHarness(TimeProvider.System, new TestTable(await servers.AzuriteAsync(), "keys").Table);
        var first = SamplePlans.Drain("keys");
        await harness.AddAsync(first, "k");

        var (again, _) = await harness.AddAsync(first, "k");
        var (other, fault) = await harness.AddAsync(SamplePlans.Drain("keys"), "k");

        Assert.Equal((first.Id, null, PlanFault.OtherRequest), (again!.Id, other, fault));
        Assert.Single(await harness.Writer.ChangesAsync(10, Patience.Token));
    }

    [Fact]
    public async Task There_is_a_greatest_number_of_plans()
    {
        using var harness = new PlanHarness(TimeProvider.System, new TestTable(await servers.AzuriteAsync(), "many").Table);
        for (var i = 0; i < PlanWriter.MaxPlans; i++)
        {
            Assert.Null((await harness.AddAsync(SamplePlans.Drain("many"))).Fault);
        }

        Assert.Equal(PlanFault.TooMany, (await harness.AddAsync(SamplePlans.Drain("many"))).Fault);
        await harness.EndAsync(harness.Book.Plans[0].Id, TimeProvider.System.GetUtcNow());
        Assert.Null((await harness.AddAsync(SamplePlans.Drain("many"))).Fault);
    }

    private static Plan With(Plan plan, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        return plan with { Entries = [.. plan.Entries, new NoteEntry(now, NoteState.Identified, text)], Revision = plan.Revision + 1, Changed = now };
    }

    private static async Task<bool> TryAsync(Func<Task<(Plan? Plan, PlanFault? Fault)>> change)
    {
        try
        {
            var (plan, fault) = await change();
            Assert.Null(fault);
            Assert.NotNull(plan);
            return true;
        }
        catch (HistoryUnavailableException)
        {
            return false;
        }
    }
}
