using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HealthFunction.Load.Apps;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>Measures from the start of the process to its first complete answer, for each app in turn.</summary>
internal sealed class ColdStarts(Dependencies dependencies, int starts, string program)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string RuntimeSettings = Path.ChangeExtension(Builds.SelfHost, ".runtimeconfig.json");

    public async Task RunAsync()
    {
        (string Name, string Program, IEnumerable<KeyValuePair<string, string?>> Settings)[] apps =
        [
            ("empty function on the same host", Role.Program, [new(Role.Variable, Role.Empty)]),
            ("this app, no checks", program, []),
            ("this app, three checks", program, dependencies.Settings),
            ("this app, Redis down", program, dependencies.SettingsWithoutCache()),
        ];
        var took = apps.Select(_ => new List<(TimeSpan Took, int Status, long Memory)>()).ToList();
        for (var i = 0; i < starts; i++)
        {
            for (var a = 0; a < apps.Length; a++)
            {
                took[a].Add(await OnceAsync(apps[a].Program, apps[a].Settings));
            }
        }

        Console.WriteLine();
        Console.WriteLine("| cold start to the first answer | status | median ms | slowest ms | against empty | resident MiB then |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (app, all) in apps.Zip(took))
        {
            var median = Median(all);
            var statuses = string.Join(", ", all.GroupBy(t => t.Status).Select(g => $"{g.Key} ({g.Count()})"));
            Console.WriteLine(
                $"| {app.Name} | {statuses} | {median.TotalMilliseconds:0} | {all.Max(t => t.Took).TotalMilliseconds:0} | {median / Median(took[0]):0.00} | "
                + $"{all.Average(t => t.Memory):0} |");
        }
    }

    private static TimeSpan Median(List<(TimeSpan Took, int Status, long Memory)> all) => all.Select(t => t.Took).Order().ElementAt(all.Count / 2);

    private static async Task<(TimeSpan Took, int Status, long Memory)> OnceAsync(string program, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var port = PortLease.Take();
        var server = new IPEndPoint(IPAddress.Loopback, port.Port);
        using var patience = new CancellationTokenSource(Patience);
        var time = TimeProvider.System;
        var begin = time.GetTimestamp();
        var command = AppProcess.Command(settings, ["--port", port.Port.ToString(CultureInfo.InvariantCulture)], program);
        // The empty function with the app's own runtime settings, so that only the app makes a difference.
        command.ArgumentList.Insert(0, "exec");
        command.ArgumentList.Insert(1, "--runtimeconfig");
        command.ArgumentList.Insert(2, RuntimeSettings);
        using var process = new ChildProcess(command);
        using var connection = await ConnectAsync(server, patience.Token);
        var status = await connection.AskAsync(patience.Token);
        var took = time.GetElapsedTime(begin);
        using var running = System.Diagnostics.Process.GetProcessById(process.Id);
        return (took, status, running.WorkingSet64 / 1024 / 1024);
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
}
