using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Many callers at once while a dependency is silent.</summary>
[Collection(nameof(Timing))]
public sealed class StormTests(BreakableServers servers)
{
    private const int Connections = 200;
    private const int RequestsEach = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTime = (Deadline * 2) + Timing.Slack;

    [Theory]
    [InlineData(BreakableServers.Database)]
    [InlineData(BreakableServers.Cache)]
    public async Task Two_thousand_requests_over_two_hundred_connections_are_answered_within_twice_the_deadline_while_a_dependency_is_silent(string check)
    {
        await using var app = await AppProcess.StartAsync(servers.Settings(Deadline));
        using (var asking = new Asking(app.Address))
        {
            await asking.UntilUpAsync();
        }

        var proxy = servers.Proxy(check);
        proxy.Fault = Fault.Blackhole;
        var accepted = proxy.Accepted;
        var begin = Stopwatch.GetTimestamp();
        var answers = (await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(app.Address)))).SelectMany(a => a).ToList();
        var runs = (int)(Stopwatch.GetElapsedTime(begin) / Deadline) + 1;
        accepted = proxy.Accepted - accepted;
        var databaseConnections = await servers.Postgres.ConnectionsAsync("HealthFunction");
        proxy.Fault = Fault.None;

        Assert.Equal(Connections * RequestsEach, answers.Count);
        var body = Assert.Single(answers.Select(a => a.Text).Distinct());
        Assert.StartsWith("HTTP/1.1 503", body, StringComparison.Ordinal);
        Assert.Contains($"\"errors\":{{\"{check}\":\"timed out after 1000 ms\"}},\"status\":\"DOWN\"", body, StringComparison.Ordinal);
        Assert.InRange(answers.Max(a => a.Elapsed), TimeSpan.Zero, MaxTime);

        // At most one run per deadline, each with the kept connection, if there is one, and a fresh one.
        Assert.InRange(accepted, 1, 2 * runs);
        Assert.InRange(databaseConnections, check == BreakableServers.Database ? 0 : 1, 2);
        using var after = new Asking(app.Address);
        Assert.Equal("UP", (await after.AskAsync()).Answer.Status);
    }

    private static async Task<List<(string Text, TimeSpan Elapsed)>> AskAsync(Uri address)
    {
        var answers = new List<(string, TimeSpan)>(RequestsEach);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        for (var i = 0; i < RequestsEach; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await socket.SendAsync("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var filled = 0;
            string text;
            do
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), TestContext.Current.CancellationToken);
                Assert.True(read > 0, "The app closed a connection.");
                filled += read;
                text = Encoding.ASCII.GetString(buffer, 0, filled);
            }
            while (!text.EndsWith('}'));

            answers.Add((WithoutDate(text), Stopwatch.GetElapsedTime(start)));
        }

        return answers;
    }

    private static string WithoutDate(string answer) =>
        string.Join('\n', answer.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));
}
