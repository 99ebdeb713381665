using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>
/// Three regions as three apps with a storage of their own each, which record every second and watch each other. A minute in which a
/// region recorded anything is in the state that it recorded, so what the others saw shows from the next minute on.
/// </summary>
public sealed class FleetTests : IAsyncLifetime
{
    private static readonly string[] Names = ["west", "east", "north"];

    /// <summary>Two minutes, a reading that is kept for 20 seconds, and a busy machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);

    /// <summary>The longest that the setting accepts.</summary>
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(15);

    private readonly AzuriteServer[] _storage = [new(), new(), new()];
    private readonly PortLease[] _ports = [PortLease.Take(), PortLease.Take(), PortLease.Take()];
    private readonly AppProcess?[] _apps = new AppProcess?[3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Task.WhenAll(_storage.Select(s => s.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.OfType<AppProcess>())
        {
            app.Resume();
            await app.DisposeAsync();
        }

        foreach (var storage in _storage)
        {
            await storage.DisposeAsync();
        }

        Array.ForEach(_ports, port => port.Dispose());
    }

    [Fact]
    public async Task Regions_that_start_empty_are_killed_are_frozen_or_lose_their_storage_show_as_what_they_are_and_come_back()
    {
        await StartAsync(0);
        await StartAsync(1);

        // One that has never recorded counts for nothing.
        await EventuallyAsync("north", f => f is { State: "empty", Status: null, Any: "UP", All: "UP" });
        await StartAsync(2);
        await EventuallyAsync("north", f => f is { State: "read", Status: "UP", All: "UP" });

        // Killed and frozen: the others have seen it, and users still have west.
        await _apps[1]!.KillAsync();
        _apps[2]!.Freeze();
        await EventuallyAsync("east", f => f is { State: "read", Status: "DOWN", Any: "UP", All: "DOWN" });
        await EventuallyAsync("north", f => f is { State: "read", Status: "DOWN", Any: "UP", All: "DOWN" });
        var windows = (await FleetAsync()).GetProperty("windows").GetProperty("24h");
        foreach (var name in Names[1..])
        {
            var incident = windows.GetProperty("sources").GetProperty(name).GetProperty("overall").GetProperty("incidents")[0];
            Assert.Equal("unreachable, seen by west", incident.GetProperty("error").GetString());
        }

        Assert.Equal(0, windows.GetProperty("any").GetProperty("overall").GetProperty("minutes").GetProperty("down").GetInt32());
        var page = await PageAsync();
        Assert.Contains("<h1>Up in 1 of 3 regions</h1>", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</h3><p class=s>Down</p><p class=t><b lang=en>unreachable, seen by west</b>").Length - 1);
        Assert.Contains(": up</title>", await BadgeAsync("any"), StringComparison.Ordinal);
        Assert.Contains(": down</title>", await BadgeAsync("all"), StringComparison.Ordinal);

        // Back by themselves.
        _apps[2]!.Resume();
        await StartAsync(1);
        await EventuallyAsync("east", f => f is { State: "read", Status: "UP", All: "UP" });
        await EventuallyAsync("north", f => f is { State: "read", Status: "UP" });

        // Storage that is frozen: said with its time, which is that of the deadline and not that at which the call to storage fails.
        _storage[2].Freeze();
        var frozen = await EventuallyAsync("north", f => f is { State: "old", IsUnreadable: true, Any: "UP" });
        Assert.InRange(frozen.UnreadableSince!.Value - frozen.Now, TimeSpan.MinValue, StorageTimeout - TimeSpan.FromSeconds(1));
        Assert.Contains("cannot be read since <time", await PageAsync(), StringComparison.Ordinal);
        _storage[2].Resume();
        await EventuallyAsync("north", f => f is { State: "read", IsUnreadable: false, Status: "UP", All: "UP" });
    }

    private async Task StartAsync(int region)
    {
        var settings = new Dictionary<string, string?>
        {
            ["HistorySchedule"] = "* * * * * *",
            ["Health__History__ConnectionString"] = _storage[region].ConnectionString(),
            ["Health__History__Source"] = Names[region],
            ["Health__History__Timeout"] = StorageTimeout.ToString("c", CultureInfo.InvariantCulture),
        };
        foreach (var other in Enumerable.Range(0, Names.Length).Where(other => other != region))
        {
            settings[$"Health__Fleet__{Names[other]}"] = _storage[other].ConnectionString();
            settings[$"Health__Fleet__{Names[other]}__Url"] = $"http://127.0.0.1:{_ports[other].Port}/api/health/live";
        }

        if (_apps[region] is { } ended)
        {
            await ended.DisposeAsync();
        }

        _apps[region] = await AppProcess.StartAsync(
            settings, program: null, names: null, "--port", _ports[region].Port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Asks west until it says so.</summary>
    private async Task<Found> EventuallyAsync(string source, Func<Found, bool> condition)
    {
        var waiting = Stopwatch.StartNew();
        Found found;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Token);
            found = Found.Of(await FleetAsync(), source);
        }
        while (!condition(found) && waiting.Elapsed < Soon);

        Assert.True(condition(found), $"{source}: {found}");
        return found;
    }

    private async Task<JsonElement> FleetAsync() =>
        JsonDocument.Parse(await _apps[0]!.Client.GetByteArrayAsync(new Uri("api/fleet", UriKind.Relative), Token)).RootElement;

    private Task<string> PageAsync() => _apps[0]!.Client.GetStringAsync(new Uri("api/status?lang=en", UriKind.Relative), Token);

    private Task<string> BadgeAsync(string scope) =>
        _apps[0]!.Client.GetStringAsync(new Uri($"api/badge/overall.svg?fleet={scope}", UriKind.Relative), Token);

    private sealed record Found(string? State, string? Status, DateTimeOffset Now, DateTimeOffset? UnreadableSince, string? Any, string? All)
    {
        public bool IsUnreadable => UnreadableSince is not null;

        public static Found Of(JsonElement fleet, string source)
        {
            var one = fleet.GetProperty("sources").GetProperty(source);
            return new(
                one.GetProperty("state").GetString(),
                one.GetProperty("status").GetString(),
                fleet.GetProperty("now").GetDateTimeOffset(),
                one.GetProperty("unreadableSince") is { ValueKind: JsonValueKind.String } since ? since.GetDateTimeOffset() : null,
                fleet.GetProperty("any").GetProperty("status").GetString(),
                fleet.GetProperty("all").GetProperty("status").GetString());
        }
    }
}
