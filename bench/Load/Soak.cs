using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>Load for several minutes, to see whether the memory grows.</summary>
internal static class Soak
{
    private const int Connections = 32;

    public static async Task RunAsync(Dependencies dependencies, int minutes, string program)
    {
        await using var app = await AppProcess.StartAsync(dependencies.Settings, program);
        var server = new IPEndPoint(IPAddress.Loopback, app.Address.Port);
        Console.WriteLine("| minute | requests/s | not 200 | resident MiB | against minute 1 |");
        Console.WriteLine("|---|---|---|---|---|");
        var first = 0L;
        for (var minute = 1; minute <= minutes; minute++)
        {
            var taken = await Measurement.TakeAsync(
                () => new Connection(server, "/api/health"), Connections, TimeSpan.FromMinutes(1), TimeProvider.System);
            var memory = Usage.Memory(app.ProcessId);
            first = minute == 1 ? memory : first;
            Console.WriteLine($"| {minute} | {taken.PerSecond:0} | {taken.NotOk} | {memory} | {(double)memory / first:0.00} |");
        }
    }
}
