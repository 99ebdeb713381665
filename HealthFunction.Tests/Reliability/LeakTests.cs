using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// Many runs under one fault leave the process and the servers as they were. <c>bench/soak.sh</c> does the same for thousands of runs.
/// </summary>
public sealed class LeakTests(BreakableServers servers) : IClassFixture<BreakableServers>
{
    /// <summary>The kept connection, two abandoned attempts to connect that have not ended, and one that the server is closing.</summary>
    private const int MaxConnections = 4;

    private const int SpareThreads = 8;

    /// <summary>A library that is loaded during the runs stays open.</summary>
    private const int SpareDescriptors = 32;

    private const long SpareBytes = 48 << 20;

    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("SOAK_RUNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var runs) ? runs : 150;

    /// <summary>Rows of a table in Markdown, those of this process.</summary>
    private static readonly Lazy<string> Figures = new(() =>
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults")).FullName, "leaks.md");
        File.Delete(file);
        return file;
    });

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["none"] = Fault.None,
        ["refused"] = Fault.Refuse,
        ["reset on accept"] = Fault.ResetOnAccept,
        ["reset in the middle of an answer"] = Fault.ResetMidAnswer(1),
        ["blackhole"] = Fault.Blackhole,
        ["garbage"] = Fault.Garbage,
        ["half-closed"] = Fault.HalfClose,
        ["delayed beyond the deadline"] = Fault.Delay(TimeSpan.FromMilliseconds(150)),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Runs_under_a_fault_leave_sockets_threads_memory_and_server_connections_where_they_were(string fault)
    {
        await using var app = await AppProcess.StartAsync(Settings());
        using var asking = new Asking(app.Address);
        await asking.UntilUpAsync();
        var fresh = ProcessFigures.Of(app.ProcessId);
        await BreakAsync(asking, fault, runs: 50);
        await asking.UntilUpAsync();
        await SettledAsync(app, fresh.Sockets, fresh.Threads + (2 * SpareThreads));
        var before = ProcessFigures.Of(app.ProcessId);

        var (database, cache) = await BreakAsync(asking, fault, Runs);
        await asking.UntilUpAsync();
        await SettledAsync(app, fresh.Sockets, before.Threads + SpareThreads);
        await Until.TrueAsync(async () => await servers.Postgres.ConnectionsAsync("HealthFunction") == 1, "the database server has one connection");
        await Until.TrueAsync(async () => await servers.Redis.ConnectionsAsync() == 1, "the cache server has one connection");
        var after = ProcessFigures.Of(app.ProcessId);

        Report(fault, fresh, before, after, database, cache);
        Assert.InRange(database, 0, MaxConnections);
        Assert.InRange(cache, 0, MaxConnections);
        Assert.InRange(after.Others - before.Others, int.MinValue, SpareDescriptors);
        Assert.InRange(after.ResidentBytes - before.ResidentBytes, long.MinValue, SpareBytes);
    }

    /// <returns>The highest numbers of connections that the database and the cache had.</returns>
    private async Task<(long Database, int Cache)> BreakAsync(Asking asking, string fault, int runs)
    {
        var (database, cache) = (0L, 0);
        foreach (var proxy in servers.Proxies)
        {
            proxy.Fault = Faults[fault];
        }

        for (var i = 0; i < runs; i++)
        {
            await asking.AskAsync();
            if (i % 25 == 0)
            {
                database = Math.Max(database, await servers.Postgres.ConnectionsAsync("HealthFunction"));
                cache = Math.Max(cache, await servers.Redis.ConnectionsAsync());
            }
        }

        foreach (var proxy in servers.Proxies)
        {
            proxy.Fault = Fault.None;
        }

        return (database, cache);
    }

    private static Task SettledAsync(AppProcess app, int sockets, int threads) => Until.TrueAsync(
        () => ProcessFigures.Of(app.ProcessId) is var now && now.Sockets <= sockets && now.Threads <= threads,
        $"the app has no more than {sockets} sockets and {threads} threads; it has {ProcessFigures.Of(app.ProcessId)}");

    private static void Report(string fault, ProcessFigures fresh, ProcessFigures before, ProcessFigures after, long database, int cache)
    {
        File.AppendAllText(
            Figures.Value,
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {fault} | {Runs} | {fresh.Sockets} → {after.Sockets} | {before.Threads} → {after.Threads} "
                + $"| {before.ResidentBytes >> 20} → {after.ResidentBytes >> 20} MiB | {database} | {cache} |\n"));
    }

    private Dictionary<string, string?> Settings()
    {
        var settings = servers.Settings(TimeSpan.FromMilliseconds(100));
        settings["Health__Endpoints__web__Url"] = FormattableString.Invariant($"http://127.0.0.1:{servers.Proxy(BreakableServers.Table).Port}/");
        settings["Health__Endpoints__web__ExpectedStatus"] = "400";

        // A small nursery, so that resident memory shows what is kept and not what is yet to be collected.
        settings["DOTNET_GCgen0size"] = "400000";
        return settings;
    }
}
