namespace HealthFunction.Load;

/// <summary>What one app was asked, and what that cost it and its dependencies.</summary>
/// <param name="Taken">The answers.</param>
/// <param name="Transactions">Of PostgreSQL, for 1,000 requests.</param>
/// <param name="Commands">Of Redis, for 1,000 requests.</param>
/// <param name="Processor">Of the app, for each request.</param>
internal sealed record Row(Measurement Taken, double Transactions, double Commands, TimeSpan Processor)
{
    public static void WriteHead()
    {
        Console.WriteLine();
        Console.WriteLine("| connections | asked | requests/s | p50 ms | p99 ms | not 200 | transactions per 1,000 | Redis commands per 1,000 | CPU ms a request | processors busy |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    public static async Task<Row> TakeAsync(Dependencies dependencies, Subject subject, int connections, TimeSpan length, string path = "/api/health")
    {
        await dependencies.ResetCountsAsync();
        var before = Usage.Processor(subject.ProcessId);
        var machine = MachineTime.Now();
        var taken = await subject.TakeAsync(connections, length, path);
        var busy = MachineTime.Now().ShareSince(machine);
        var (transactions, commands) = await dependencies.CountsAsync();

        // Each connection sends one request before the measurement begins.
        var asked = taken.Requests + connections;
        var row = new Row(taken, 1000d * transactions / asked, 1000d * commands / asked, (Usage.Processor(subject.ProcessId) - before) / asked);
        var name = path == "/api/health" ? subject.Name : $"{subject.Name}, {path["/api/".Length..]}";
        Console.WriteLine(
            $"| {connections} | {name} | {taken.PerSecond:0} | {taken.P50.TotalMilliseconds:0.00} | {taken.P99.TotalMilliseconds:0.00} | {taken.NotOk} | "
            + $"{row.Transactions:0} | {row.Commands:0} | {row.Processor.TotalMilliseconds:0.00} | {busy:P0} |");
        return row;
    }
}
