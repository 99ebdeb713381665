using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>The verdict while the storage of plans can be read and while it is frozen, in turns.</summary>
internal sealed class FrozenPlans(Dependencies dependencies, LoadOptions options)
{
    /// <summary>Several readings of the plans, each of which hangs for its whole timeout when storage is frozen.</summary>
    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(20);

    private readonly TimeSpan _length = TimeSpan.FromSeconds(Math.Max(options.Seconds, MinLength.TotalSeconds));

    public async Task RunAsync()
    {
        await using var storage = new AzuriteServer();
        await storage.StartAsync();
        await using var app = await Subject.StartFunctionsAsync("this app", Programs.FunctionsApp, new Dictionary<string, string?>(dependencies.Settings)
        {
            ["Health__History__ConnectionString"] = storage.ConnectionString(),
            ["Health__History__Source"] = "west",
        });
        await app.TakeAsync(8, TimeSpan.FromSeconds(5));

        Console.WriteLine();
        Console.WriteLine("| connections | storage of plans | requests/s | p50 ms | p99 ms | not 200 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var reached = new Reached();
        foreach (var connections in options.Connections)
        {
            for (var turn = 0; turn < options.Plans; turn++)
            {
                var readable = await TakeAsync(app, connections, "can be read");
                storage.Freeze();
                var frozen = await TakeAsync(app, connections, "is frozen");
                storage.Resume();
                reached.Add($"{connections} connections: p99 with frozen storage of plans / readable", "≤ 1.1", frozen.P99 / readable.P99);
                reached.Add($"{connections} connections: p50 with frozen storage of plans / readable", "≤ 1.1", frozen.P50 / readable.P50);
            }
        }

        reached.Write();
    }

    private async Task<Measurement> TakeAsync(Subject app, int connections, string storage)
    {
        var taken = await app.TakeAsync(connections, _length);
        Console.WriteLine($"| {connections} | {storage} | {taken.PerSecond:0} | {taken.P50.TotalMilliseconds:0.00} | {taken.P99.TotalMilliseconds:0.00} | {taken.NotOk} |");
        return taken;
    }
}
