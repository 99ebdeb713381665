using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthFunction.Load.Apps;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>Measures from the start of the process to its first complete answer, for each app in turn.</summary>
internal sealed class ColdStarts(Dependencies dependencies, int starts, Reached reached)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string RuntimeSettings = Path.ChangeExtension(Programs.SelfHost, ".runtimeconfig.json");

    private delegate Task<ColdStart> StartAsync();

    public async Task RunAsync()
    {
        // The host is there already: these are the starts of workers.
        var functions = await TakeTurnsAsync(
            "cold start of a worker",
            ("empty function and timer", () => StartWorkerAsync(Programs.EmptyFunctions, [])),
            ("this app, no checks", () => StartWorkerAsync(Programs.FunctionsApp, dependencies.Storage)),
            ("this app, three checks", () => StartWorkerAsync(Programs.FunctionsApp, dependencies.Settings)),
            ("stock checks", () => StartWorkerAsync(Programs.StockFunctions, dependencies.Settings)));
        reached.Add("cold start of the Functions app's worker / an empty app with a timer", "≤ 1.1", functions[2] / functions[0]);
        var web = await TakeTurnsAsync(
            "cold start of a web program",
            ("empty web program", () => StartWebAsync(Role.Program, [new(Role.Variable, Role.Empty)])),
            ("this app, no checks", () => StartWebAsync(Programs.SelfHost, dependencies.Storage)),
            ("this app, three checks", () => StartWebAsync(Programs.SelfHost, dependencies.Settings)),
            ("this app, Redis down", () => StartWebAsync(Programs.SelfHost, dependencies.SettingsWithoutCache())));
        reached.Add("cold start of the web program / an empty one", "≤ 1", web[2] / web[0]);
    }

    private async Task<List<TimeSpan>> TakeTurnsAsync(string what, params (string Name, StartAsync Start)[] apps)
    {
        var took = apps.Select(_ => new List<ColdStart>()).ToList();
        for (var i = 0; i < starts; i++)
        {
            for (var a = 0; a < apps.Length; a++)
            {
                took[a].Add(await apps[a].Start());
            }
        }

        Console.WriteLine();
        Console.WriteLine($"| {what}, to the first answer | status | median ms | slowest ms | against empty | resident MiB then |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var medians = took.ConvertAll(Median);
        for (var a = 0; a < apps.Length; a++)
        {
            var statuses = string.Join(", ", took[a].GroupBy(t => t.Status).Select(g => $"{g.Key} ({g.Count()})"));
            Console.WriteLine(
                $"| {apps[a].Name} | {statuses} | {medians[a].TotalMilliseconds:0} | {took[a].Max(t => t.Took).TotalMilliseconds:0} | "
                + $"{medians[a] / medians[0]:0.00} | {took[a].Average(t => t.Memory):0} |");
        }

        return medians;
    }

    private static TimeSpan Median(List<ColdStart> all) => all.Select(t => t.Took).Order().ElementAt(all.Count / 2);

    private static async Task<ColdStart> StartWorkerAsync(string program, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var worker = await WorkerApp.StartAsync(settings, program);
        using var response = await worker.Client.GetAsync(new Uri("api/health", UriKind.Relative));
        return new(Stopwatch.GetElapsedTime(begin), (int)response.StatusCode, Usage.Memory(worker.ProcessId));
    }

    private static async Task<ColdStart> StartWebAsync(string program, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var port = PortLease.Take();
        using var patience = new CancellationTokenSource(Patience);
        var begin = Stopwatch.GetTimestamp();
        var command = AppProcess.Command(settings, ["--port", port.Port.ToString(CultureInfo.InvariantCulture)], program);
        // The empty program under the app's own runtime settings, so that only the app makes a difference.
        command.ArgumentList.Insert(0, "exec");
        command.ArgumentList.Insert(1, "--runtimeconfig");
        command.ArgumentList.Insert(2, RuntimeSettings);
        using var process = new ChildProcess(command);
        using var connection = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port.Port), patience.Token);
        var status = await connection.AskAsync(patience.Token);
        return new(Stopwatch.GetElapsedTime(begin), status, Usage.Memory(process.Id));
    }

    private static async Task<Connection> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = new Connection(server, "/api/health");
            try
            {
                await connection.ConnectAsync(cancellationToken);
                return connection;
            }
            catch (SocketException)
            {
                connection.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <param name="Took">To the last byte of the first answer.</param>
    /// <param name="Status">Of that answer.</param>
    /// <param name="Memory">Resident then, in MiB.</param>
    private sealed record ColdStart(TimeSpan Took, int Status, long Memory);
}
