using System.Diagnostics;
using System.Globalization;
using System.Net;
using HealthFunction.Load;
using HealthFunction.Tests.Fixtures;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (LoadOptions.Parse(args) is not { } options)
{
    Console.WriteLine(LoadOptions.Usage);
    return args is ["--help"] or ["-h"] ? 0 : 2;
}

await using var postgres = new PostgresServer();
await using var redis = new RedisServer();
await using var azurite = new AzuriteServer();
await Task.WhenAll(postgres.StartAsync(), redis.StartAsync(), azurite.StartAsync());
await using var app = await AppProcess.StartAsync(new Dictionary<string, string?>
{
    ["Health__Databases__default"] = await postgres.CreateDatabaseAsync("probed"),
    ["Health__Caches__default"] = redis.ConnectionString(),
    ["Health__Tables__default"] = azurite.ConnectionString(),
});
var server = new IPEndPoint(IPAddress.Loopback, app.Address.Port);

Console.WriteLine($"GET {options.Path}, {options.Seconds} s each, {Environment.ProcessorCount} processors for servers, app and load together");
await Measurement.TakeAsync(() => new Connection(server, options.Path), 8, TimeSpan.FromSeconds(2), TimeProvider.System);

Console.WriteLine($"{"connections",11} {"requests/s",11} {"p50 ms",8} {"p99 ms",8} {"not 200",8} {"transactions per 1000",22} {"Redis commands per 1000",24}");
foreach (var connections in options.Connections)
{
    await postgres.ResetStatementsAsync();
    await redis.ResetCommandCountsAsync();
    var taken = await Measurement.TakeAsync(
        () => new Connection(server, options.Path), connections, TimeSpan.FromSeconds(options.Seconds), TimeProvider.System);
    var transactions = await postgres.StatementsAsync("probed");
    var counts = await redis.CommandCountsAsync();
    var commands = counts.GetValueOrDefault("setex") + counts.GetValueOrDefault("set") + counts.GetValueOrDefault("get") + counts.GetValueOrDefault("ping");
    var asked = taken.Requests + connections;
    Console.WriteLine(
        $"{connections,11} {taken.PerSecond,11:0} {taken.P50.TotalMilliseconds,8:0.00} {taken.P99.TotalMilliseconds,8:0.00} {taken.NotOk,8} "
        + $"{transactions * 1000d / asked,22:0} {commands * 1000d / asked,24:0}");
}

using var process = Process.GetProcessById(app.ProcessId);
Console.WriteLine($"resident memory of the app at the end: {process.WorkingSet64 / 1024 / 1024} MiB");
return 0;
