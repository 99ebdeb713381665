using System.Diagnostics;
using Azure;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using Microsoft.Extensions.Configuration;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(SeedOptions.Help);
    return 0;
}

try
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    var options = SeedOptions.Parse(args);
    var history = new HistoryOptions
    {
        ConnectionString = options.Connection ?? configuration["Health:History:ConnectionString"]
            ?? configuration["AzureWebJobsStorage"] ?? "UseDevelopmentStorage=true",
        Table = options.Table ?? configuration["Health:History:Table"] ?? new HistoryOptions().Table,
        ClientId = configuration["Health:History:ClientId"],
        Timeout = TimeSpan.FromSeconds(30),
    };
    var source = options.Source ?? configuration["Health:History:Source"] ?? HistoryConnection.DefaultSource(configuration);
    var client = HistoryConnection.TryCreate(history, configuration) ?? throw new FormatException("No storage is configured.");

    using var interrupted = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        interrupted.Cancel();
    };

    if (options.Record is { } runs)
    {
        var table = new HistoryTable(client, source, history.Timeout, TimeProvider.System);
        await OneByOne.RecordAsync(table, options, runs, TimeProvider.System, interrupted.Token);
        return 0;
    }

    var watch = Stopwatch.StartNew();
    using var seeder = new Seeder(client, source, new ProgressLine(options.Days, TimeProvider.System));
    var now = TimeProvider.System.GetUtcNow();
    var start = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-3).AddHours(22), TimeSpan.Zero);
    MaintenanceWindow? maintenance = options.Maintenance > 0 ? new MaintenanceWindow(start, start.AddMinutes(options.Maintenance)) : null;
    var written = await seeder.WriteAsync(
        new PlausibleHistory(options.Checks, options.Seed, maintenance), now, options.Days, options.RunDays, interrupted.Token);
    Console.Error.WriteLine();
    Console.WriteLine(
        $"Wrote {written.Days} days of {options.Checks} checks for {source} into {history.Table}: {written.DayRows:N0} day rows "
        + $"({written.DayBytes / 1024.0:N0} KiB), {written.RunRows:N0} run rows, {written.Transactions:N0} transactions, {watch.Elapsed.TotalSeconds:N1} s.");
    return 0;
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message} See --help.");
    return 2;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("\nInterrupted. What was written stays; the same seed writes the same again.");
    return 130;
}
catch (Exception e) when (e is RequestFailedException or AggregateException or HistoryUnavailableException)
{
    await Console.Error.WriteLineAsync($"\nThe table cannot be written: {e.Message}");
    return 1;
}
