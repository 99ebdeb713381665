using HealthFunction.Load.Apps;

namespace HealthFunction.Load;

/// <summary>The self-host, which is the web adapter, and Microsoft's middleware over the same probes, in turns.</summary>
internal sealed class WebComparison(Dependencies dependencies, LoadOptions options, Reached reached)
{
    private readonly TimeSpan _length = TimeSpan.FromSeconds(options.Seconds);

    public async Task RunAsync()
    {
        await using var ours = await Subject.StartAsync("this app", Programs.SelfHost, dependencies.Settings);
        await using var stock = await Subject.StartAsync(
            "stock middleware", Role.Program, [.. dependencies.Settings, new(Role.Variable, Role.Stock)]);
        await ours.TakeAsync(8, TimeSpan.FromSeconds(3));
        await stock.TakeAsync(8, TimeSpan.FromSeconds(3));
        var trips = await RoundTrips.MeasureAsync(dependencies.Settings, TimeSpan.FromSeconds(Math.Min(options.Seconds, 4)));
        var slowest = trips.MaxBy(trip => trip.P50);

        Console.WriteLine();
        Console.WriteLine("## Web adapter");
        Console.WriteLine();
        Console.WriteLine("Round trips by themselves, p50: " + string.Join(", ", trips.Select(t => $"{t.Name} {t.P50.TotalMilliseconds:0.00} ms")));
        Row.WriteHead();
        foreach (var connections in options.Connections)
        {
            var health = await Row.TakeAsync(dependencies, ours, connections, _length);
            await Row.TakeAsync(dependencies, ours, connections, _length, "/api/health/live");
            var checks = await Row.TakeAsync(dependencies, stock, connections, _length);
            Compare(connections, health, checks, slowest.P50);
        }

        Console.WriteLine();
        Console.WriteLine(
            $"Resident memory at the end: {ours.Name} {Usage.Memory(ours.ProcessId)} MiB, {stock.Name} {Usage.Memory(stock.ProcessId)} MiB");
        await SilentAsync();
    }

    private void Compare(int connections, Row health, Row checks, TimeSpan slowest)
    {
        if (connections == 1)
        {
            reached.Add("web adapter, 1 connection: p50 / the slowest dependency's own round trip", "≤ 1.1", health.Taken.P50 / slowest);
            reached.Add("web adapter, 1 connection: p50 / stock middleware", "< 1", health.Taken.P50 / checks.Taken.P50);
            return;
        }

        var app = $"web adapter, {connections} connections:";
        reached.Add($"{app} requests/s / stock middleware", "≥ 30", health.Taken.PerSecond / checks.Taken.PerSecond);
        reached.Add($"{app} Redis commands of the stock middleware / its own", "≥ 15", checks.Commands / health.Commands);
    }

    private async Task SilentAsync()
    {
        await using var ours = await Subject.StartAsync("this app", Programs.SelfHost, dependencies.SettingsWithSilentCache());
        var taken = await ours.TakeAsync(256, TimeSpan.FromSeconds(Math.Max(options.Seconds, 10)));
        Console.WriteLine();
        Console.WriteLine(
            $"Redis silent (timeout 2 s), 256 connections: {taken.Requests} requests, p50 {taken.P50.TotalSeconds:0.00} s, p99 {taken.P99.TotalSeconds:0.00} s, "
            + $"{taken.Requests - taken.Unavailable} without a 503");
    }
}
