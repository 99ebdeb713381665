using Azure;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(SeedOptions.Help);
    return 0;
}

try
{
    var configuration = SeedSettings.Read(Environment.CurrentDirectory, AppContext.BaseDirectory);
    var options = SeedOptions.Parse(args);
    var history = new HistoryOptions
    {
        ConnectionString = options.Connection ?? configuration["Health:History:ConnectionString"]
            ?? configuration["AzureWebJobsStorage"] ?? "UseDevelopmentStorage=true",
        Table = options.Table ?? configuration["Health:History:Table"] ?? new HistoryOptions().Table,
        ClientId = configuration["Health:History:ClientId"],
        Timeout = TimeSpan.FromSeconds(30),
    };
    IReadOnlyList<string> sources = options.Sources is [_, ..] given
        ? given
        : [configuration["Health:History:Source"] ?? HistoryConnection.DefaultSource(configuration)];
    var client = HistoryConnection.TryCreate(history, configuration) ?? throw new FormatException("The storage that the settings name is not usable; give --connection.");

    using var interrupted = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        interrupted.Cancel();
    };

    if (options.Record is { } runs)
    {
        var table = new HistoryTable(client, sources[0], history.Timeout, TimeProvider.System);
        await OneByOne.RecordAsync(table, options, runs, TimeProvider.System, interrupted.Token);
        return 0;
    }

    IReadOnlyList<string> names = options.HasChecks ? options.Names : SeedSettings.Checks(configuration);
    await Seeding.RunAsync(client, options, sources, names is [] ? PlausibleHistory.Names(options.Checks) : names, TimeProvider.System, interrupted.Token);
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
    await Console.Error.WriteLineAsync($"\nThe table cannot be written: {e.Message}\nStart ./run.sh in another terminal, or name another storage with --connection.");
    return 1;
}
