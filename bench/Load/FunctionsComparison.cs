namespace HealthFunction.Load;

/// <summary>
/// The Functions app beside an empty app and one with Microsoft's health checks, in turns under the same stand-in for
/// their host.
/// </summary>
internal sealed class FunctionsComparison(Dependencies dependencies, LoadOptions options, Reached reached)
{
    private readonly TimeSpan _length = TimeSpan.FromSeconds(options.Seconds);

    public async Task RunAsync()
    {
        await using var empty = await Subject.StartFunctionsAsync("empty function", Programs.EmptyFunctions, []);
        await using var ours = await Subject.StartFunctionsAsync("this app", Programs.FunctionsApp, dependencies.Settings);
        await using var stock = await Subject.StartFunctionsAsync("stock checks", Programs.StockFunctions, dependencies.Settings);
        foreach (var subject in new[] { empty, ours, stock })
        {
            await subject.TakeAsync(8, TimeSpan.FromSeconds(5));
        }

        Console.WriteLine();
        Console.WriteLine("## Functions app, under the stand-in for its host");
        Row.WriteHead();
        foreach (var connections in options.Connections)
        {
            var nothing = await Row.TakeAsync(dependencies, empty, connections, _length);
            var health = await Row.TakeAsync(dependencies, ours, connections, _length);
            await Row.TakeAsync(dependencies, ours, connections, _length, "/api/health/live");
            var checks = await Row.TakeAsync(dependencies, stock, connections, _length);
            if (connections == 1)
            {
                await CompareLoneAsync(stock, nothing, health, checks);
            }
            else
            {
                Compare(connections, nothing, health, checks);
            }
        }

        Console.WriteLine();
        Console.WriteLine(
            $"Resident memory of the workers at the end: {empty.Name} {Usage.Memory(empty.ProcessId)} MiB, {ours.Name} {Usage.Memory(ours.ProcessId)} MiB, "
            + $"{stock.Name} {Usage.Memory(stock.ProcessId)} MiB");
    }

    private async Task CompareLoneAsync(Subject stock, Row nothing, Row health, Row checks)
    {
        List<TimeSpan> alone = [];
        foreach (var dependency in new[] { "database", "cache", "table" })
        {
            alone.Add((await Row.TakeAsync(dependencies, stock, 1, _length, $"/api/{dependency}")).Taken.P50);
        }

        // What the stock check asks of the table, which is another question.
        await Row.TakeAsync(dependencies, stock, 1, _length, "/api/query");
        var cost = health.Taken.P50 - nothing.Taken.P50;
        reached.Add(
            "Functions app, 1 connection: p50 of `health` above the empty function / the slowest dependency's own call above it", "≤ 1.3",
            cost / (alone.Max() - nothing.Taken.P50));
        reached.Add("the same / stock checks above it", "< 1", cost / (checks.Taken.P50 - nothing.Taken.P50));
    }

    private void Compare(int connections, Row nothing, Row health, Row checks)
    {
        var app = $"Functions app, {connections} connections:";
        reached.Add($"{app} requests/s / empty function", connections == 256 ? "≥ 0.95" : "≥ 0.7", health.Taken.PerSecond / nothing.Taken.PerSecond);
        reached.Add($"{app} requests/s / stock checks", "≥ 2.5", health.Taken.PerSecond / checks.Taken.PerSecond);
        reached.Add($"{app} Redis commands of stock checks / its own", "≥ 10", checks.Commands / health.Commands);
    }
}
