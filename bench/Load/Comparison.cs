using System.Net;
using HealthFunction.Load.Apps;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>The app and the stock middleware under the same load, in turns, with the cost for the dependencies.</summary>
internal sealed class Comparison(Dependencies dependencies, LoadOptions options, string program)
{
    private const string Path = "/api/health";

    public async Task RunAsync()
    {
        await using var app = await AppProcess.StartAsync(dependencies.Settings, program);
        await using var stock = await AppProcess.StartAsync([.. dependencies.Settings, new(Role.Variable, Role.Stock)], Role.Program);
        await TakeAsync(app, 8, TimeSpan.FromSeconds(3));
        await TakeAsync(stock, 8, TimeSpan.FromSeconds(3));
        var trips = await RoundTrips.MeasureAsync(dependencies.Settings, TimeSpan.FromSeconds(Math.Min(options.Seconds, 4)));
        var slowest = trips.MaxBy(trip => trip.P50);

        Console.WriteLine("Round trips by themselves, p50: " + string.Join(", ", trips.Select(t => $"{t.Name} {t.P50.TotalMilliseconds:0.00} ms")));
        Console.WriteLine();
        Console.WriteLine("| connections | asked | requests/s | p50 ms | p99 ms | not 200 | transactions per 1,000 | Redis commands per 1,000 | CPU ms a request |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var connections in options.Connections)
        {
            var ours = await RowAsync("this app", app, connections);
            var theirs = await RowAsync("stock middleware", stock, connections);
            Console.WriteLine(
                $"| {connections} | ratio | {ours.Taken.PerSecond / theirs.Taken.PerSecond:0.0} | {ours.Taken.P50 / theirs.Taken.P50:0.00} | "
                + $"{ours.Taken.P99 / theirs.Taken.P99:0.00} | | 1/{theirs.Transactions / ours.Transactions:0.0} | 1/{theirs.Commands / ours.Commands:0.0} | 1/{theirs.Processor / ours.Processor:0.0} |");
            if (connections == 1)
            {
                Console.WriteLine(
                    $"| 1 | p50 against {slowest.Name}'s own | | app {ours.Taken.P50 / slowest.P50:0.00}, stock {theirs.Taken.P50 / slowest.P50:0.00} | | | | | |");
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Resident memory at the end: this app {Usage.Memory(app)} MiB, stock middleware {Usage.Memory(stock)} MiB");
        await SilentAsync();
    }

    private async Task SilentAsync()
    {
        await using var app = await AppProcess.StartAsync(dependencies.SettingsWithSilentCache(), program);
        var taken = await Measurement.TakeAsync(() => Connect(app), 256, TimeSpan.FromSeconds(Math.Max(options.Seconds, 10)), TimeProvider.System);
        Console.WriteLine(
            $"Redis silent (timeout 2 s), 256 connections: {taken.Requests} requests, p50 {taken.P50.TotalSeconds:0.00} s, p99 {taken.P99.TotalSeconds:0.00} s, "
            + $"{taken.Requests - taken.Unavailable} without a 503");
    }

    private async Task<(Measurement Taken, double Transactions, double Commands, TimeSpan Processor)> RowAsync(string name, AppProcess app, int connections)
    {
        await dependencies.ResetCountsAsync();
        var before = Usage.Processor(app);
        var taken = await TakeAsync(app, connections, TimeSpan.FromSeconds(options.Seconds));
        var (transactions, commands) = await dependencies.CountsAsync();

        // Each connection sends one request before the measurement begins.
        var perThousand = 1000d / (taken.Requests + connections);
        var processor = (Usage.Processor(app) - before) / (taken.Requests + connections);
        Console.WriteLine(
            $"| {connections} | {name} | {taken.PerSecond:0} | {taken.P50.TotalMilliseconds:0.00} | {taken.P99.TotalMilliseconds:0.00} | {taken.NotOk} | "
            + $"{transactions * perThousand:0} | {commands * perThousand:0} | {processor.TotalMilliseconds:0.00} |");
        return (taken, transactions * perThousand, commands * perThousand, processor);
    }

    private static Task<Measurement> TakeAsync(AppProcess app, int connections, TimeSpan length) =>
        Measurement.TakeAsync(() => Connect(app), connections, length, TimeProvider.System);

    private static Connection Connect(AppProcess app) => new(new IPEndPoint(IPAddress.Loopback, app.Address.Port), Path);
}
