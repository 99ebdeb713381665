using System.Diagnostics;
using System.Net.Sockets;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>The app is stopped during a run.</summary>
[Collection(nameof(Timing))]
public sealed class ShutdownTests(BreakableServers servers)
{
    private const int Latecomers = 8;

    /// <summary>The time that the self-host gives its requests, and a second for the process itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8 + 1);

    [Fact]
    public async Task SIGTERM_during_a_run_lets_requests_in_flight_finish_answers_others_until_the_listener_closes_and_ends_the_app_in_time()
    {
        await using var app = await AppProcess.StartAsync(servers.Settings(TimeSpan.FromSeconds(2)));
        using var first = new Asking(app.Address);
        using var second = new Asking(app.Address);
        await first.UntilUpAsync();
        await second.UntilUpAsync();
        var proxy = servers.Proxy(BreakableServers.Cache);
        proxy.Fault = Fault.Blackhole;
        var connections = proxy.Accepted;
        var running = first.AskAsync();
        var waiting = second.AskAsync();
        await Until.TrueAsync(() => proxy.Accepted > connections, "a run is under way");

        app.Terminate();
        var ending = Stopwatch.StartNew();
        var latecomers = Enumerable.Range(0, Latecomers).Select(_ => Task.Run(() => AskUntilRefusedAsync(app.Address))).ToArray();
        var exitCode = await app.WaitForExitAsync();
        ending.Stop();
        proxy.Fault = Fault.None;

        foreach (var answer in new[] { (await running).Answer, (await waiting).Answer })
        {
            Assert.Equal("database.default=UP cache.default=DOWN(timed out after 2000 ms) table.default=UP", answer.Summary);
        }

        Assert.Equal(0, exitCode);
        Assert.InRange(ending.Elapsed, TimeSpan.Zero, Grace);
        Assert.All((await Task.WhenAll(latecomers)).SelectMany(a => a), a => Assert.Contains(a, (string[])["503 DOWN", "503 UNKNOWN"]));
        Assert.DoesNotContain("Unhandled exception", app.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// The answers to one request after the other, each on a new connection, until one is refused. A connection that the kernel accepted
    /// and the app never saw is reset when the listener closes; that counts as refused.
    /// </summary>
    private static async Task<List<string>> AskUntilRefusedAsync(Uri address)
    {
        var answers = new List<string>();
        while (true)
        {
            try
            {
                using var asking = new Asking(address);
                var answer = (await asking.AskAsync()).Answer;
                answers.Add($"{(int)answer.Code} {answer.Status}");
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                return answers;
            }
        }
    }
}
