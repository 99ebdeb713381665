using System.Diagnostics;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Probes;
using HealthFunction.Tests.Reliability;
using HealthFunction.Tests.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>What a recorder sees of peers that answer in whatever way.</summary>
public sealed class PeerWatchTests(SharedServers servers) : IAsyncLifetime
{
    private const string Live = """{"checks":{},"errors":{},"status":"UP"}""";

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CollectingLoggerProvider _log = new();
    private readonly TestMeters _meters = new();
    private readonly HashSet<string> _connections = [];
    private readonly List<string> _headers = [];
    private WebApplication _peer = null!;

    /// <summary>What the path <c>changing</c> is now.</summary>
    private string _now = "live";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _peer = builder.Build();
        _peer.Run(async context =>
        {
            _connections.Add(context.Connection.Id);
            _headers.AddRange(context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
            var path = context.Request.Path.Value!.Trim('/');
            path = path == "changing" ? _now : path;
            if (path == "lost")
            {
                context.Abort();
                return;
            }

            if (path == "hangs")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }

            context.Response.StatusCode = int.TryParse(path, out var status) ? status : 200;
            if (status == 302)
            {
                context.Response.Headers.Location = "/live";
            }

            if (status != 204)
            {
                await context.Response.WriteAsync(path switch
                {
                    "page" => "<html></html>",
                    "list" => "[]",
                    "long" => new string(' ', 100_000) + Live,
                    "other" => """{"state":"UP"}""",
                    "number" => """{"status":1}""",
                    "word" => """{"status":"fine"}""",
                    "drained" => """{"status":"DOWN"}""",
                    _ => Live,
                });
            }
        });
        await _peer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        _meters.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData("live", nameof(PeerState.Reached), null)]
    [InlineData("401", nameof(PeerState.CannotBeWatched), "the answer has the status 401")]
    [InlineData("403", nameof(PeerState.CannotBeWatched), "the answer has the status 403")]
    [InlineData("404", nameof(PeerState.CannotBeWatched), "the answer has the status 404")]
    [InlineData("429", nameof(PeerState.CannotBeWatched), "the answer has the status 429")]
    [InlineData("302", nameof(PeerState.CannotBeWatched), "the answer has the status 302")]
    [InlineData("204", nameof(PeerState.CannotBeWatched), "the answer has the status 204")]
    [InlineData("page", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("list", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("long", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("other", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("number", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("word", nameof(PeerState.CannotBeWatched), "the answer is none of a health/live")]
    [InlineData("drained", nameof(PeerState.Reached), null)]
    [InlineData("499", nameof(PeerState.CannotBeWatched), "the answer has the status 499")]
    [InlineData("500", nameof(PeerState.Unreachable), "the answer has the status 500")]
    [InlineData("502", nameof(PeerState.Unreachable), "the answer has the status 502")]
    [InlineData("503", nameof(PeerState.Unreachable), "the answer has the status 503")]
    [InlineData("lost", nameof(PeerState.Unreachable), "no connection, or one that was lost")]
    public async Task An_answer_says_what_it_says_of_a_live_and_no_more(string path, string state, string? reason)
    {
        Assert.Equal(state, await SeeAsync(new Uri(_peer.Urls.Single() + "/" + path)));
        Assert.Equal(reason is null ? [] : [reason], Reasons());
    }

    [Fact]
    public async Task A_port_without_a_listener_is_unreachable()
    {
        using var port = PortLease.Take();

        Assert.Equal("Unreachable", await SeeAsync(new Uri($"http://127.0.0.1:{port.Port}/")));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_says_nothing_of_the_peer()
    {
        Assert.Equal("CannotBeWatched", await SeeAsync(new Uri("http://nosuch.invalid/")));
        Assert.Equal(["its name cannot be resolved"], Reasons());
    }

    [Fact]
    public async Task A_certificate_of_a_foreign_authority_says_nothing_of_the_peer()
    {
        using var certificate = TestCertificates.Foreign("127.0.0.1");
        await using var endpoint = new TlsEndpoint { Certificate = certificate };
        await endpoint.StartAsync();

        Assert.Equal("CannotBeWatched", await SeeAsync(new Uri($"https://127.0.0.1:{endpoint.Port}/")));
        Assert.Equal(["its certificate is not accepted"], Reasons());
    }

    [Fact]
    public async Task One_that_does_not_answer_in_time_is_unreachable_and_holds_up_nothing_for_longer()
    {
        using var watch = Watch(new Uri(_peer.Urls.Single() + "/hangs"), new Uri(_peer.Urls.Single() + "/live"));
        _meters.Listen();

        var looking = watch.LookAsync(Token);
        await Until.TrueAsync(() => _meters.Of("healthfunction.fleet.peer.calls").Any(), "the other one has answered");
        _time.Advance(PeerCall.Timeout);

        Assert.Equal([new SeenPeer("peer0", PeerState.Unreachable), new SeenPeer("peer1", PeerState.Reached)], await looking.WaitAsync(Patience.Token));
        Assert.Equal(["no answer within 4 s"], Reasons());
    }

    [Fact]
    public async Task A_recorder_that_is_stopped_has_seen_nothing_of_those_that_had_not_answered()
    {
        using var port = PortLease.Take();
        using var silent = SilentListener.At("127.0.0.1", port.Port);
        using var watch = Watch(new Uri($"http://127.0.0.1:{port.Port}/"));
        using var stop = new CancellationTokenSource();

        var looking = watch.LookAsync(stop.Token);
        await stop.CancelAsync();

        Assert.Empty(await looking.WaitAsync(Patience.Token));
        Assert.Empty(Reasons());
    }

    [Fact]
    public async Task Each_call_has_a_connection_of_its_own_and_a_fault_is_logged_once()
    {
        var url = new Uri(_peer.Urls.Single() + "/live");
        using var watch = Watch(url);
        await watch.LookAsync(Token);
        await watch.LookAsync(Token);
        Assert.Equal(2, _connections.Count);

        await _peer.StopAsync(Token);
        await watch.LookAsync(Token);
        await watch.LookAsync(Token);
        Assert.Single(Reasons());
    }

    [Theory]
    [InlineData("500", "The region peer0 cannot be reached from here: the answer has the status 500")]
    [InlineData("401", "The region peer0 cannot be watched from here: the answer has the status 401. Its URL, its access restrictions or its certificate need a change")]
    public async Task A_fault_is_logged_when_it_begins_and_when_it_is_over(string fault, string warning)
    {
        using var watch = Watch(new Uri(_peer.Urls.Single() + "/changing"));
        foreach (var now in new[] { "live", fault, fault, "live", "live" })
        {
            _now = now;
            await watch.LookAsync(Token);
        }

        Assert.Equal(
            [(LogLevel.Warning, warning), (LogLevel.Information, "The region peer0 can be reached from here again")], _log.Entries);
    }

    [Fact]
    public async Task Each_call_is_counted_with_what_came_of_it()
    {
        using var watch = Watch([.. new[] { "live", "500", "401" }.Select(path => new Uri($"{_peer.Urls.Single()}/{path}"))]);
        _meters.Listen();

        await watch.LookAsync(Token);

        Assert.Equal(
            [
                new Measured("healthfunction.fleet.peer.calls", 1, "healthfunction.fleet.source=peer0 healthfunction.fleet.peer.state=reached"),
                new Measured("healthfunction.fleet.peer.calls", 1, "healthfunction.fleet.source=peer1 healthfunction.fleet.peer.state=unreachable"),
                new Measured("healthfunction.fleet.peer.calls", 1, "healthfunction.fleet.source=peer2 healthfunction.fleet.peer.state=cannot_be_watched"),
            ],
            _meters.Of("healthfunction.fleet.peer.calls").OrderBy(m => m.Tags, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_wants_no_cached_answer_and_carries_no_trace()
    {
        using var activity = new Activity("tick").Start();
        using var watch = Watch(new Uri(_peer.Urls.Single() + "/live"));

        await watch.LookAsync(Token);

        Assert.Contains("Cache-Control: no-cache", _headers);
        Assert.DoesNotContain(_headers, header => header.StartsWith("traceparent", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_a_peer_to_watch_nothing_is_seen()
    {
        using var watch = new PeerWatch(
            new FleetOptions { Sources = [Source("east", null)] }, new FleetTelemetry(_meters), _time, new LoggerFactory([_log]).CreateLogger<PeerWatch>());

        Assert.Empty(await watch.LookAsync(Token));
    }

    [Fact]
    public async Task What_is_seen_is_recorded_with_the_run_minute_by_minute_and_no_alert_waits_for_it()
    {
        using var port = PortLease.Take();
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), peers:
            [Source("east", new Uri(_peer.Urls.Single() + "/live")), Source("north", new Uri($"http://127.0.0.1:{port.Port}/")), Source("south", null)]);

        await harness.TryTickAsync(Noon);
        await harness.TryTickAsync(Noon.AddMinutes(1));

        var day = await harness.Table.DayAsync(Noon.UtcDate());
        Assert.Equal(["east", "north"], day.Peers.Select(peer => peer.Source).Order(StringComparer.Ordinal));
        Assert.Equal((PeerState.Reached, PeerState.Reached, PeerState.NotWatched), (day.FindPeer("east")![720], day.FindPeer("east")![721], day.FindPeer("east")![722]));
        Assert.Equal(PeerState.Unreachable, day.FindPeer("north")![721]);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_makes_no_alert_late()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), peers: [Source("east", new Uri(_peer.Urls.Single() + "/hangs"))], peerTime: _time);

        var ticking = harness.TryTickAsync(Noon);
        await Until.TrueAsync(() => harness.Received.Count == 1, "the listeners have the run while the peer is waited for");
        Assert.False(ticking.IsCompleted);
        _time.Advance(PeerCall.Timeout);

        Assert.True(await ticking.WaitAsync(Patience.Token));
        Assert.Equal(PeerState.Unreachable, (await harness.Table.DayAsync(Noon.UtcDate())).FindPeer("east")![720]);
    }

    private static FleetSourceOptions Source(string name, Uri? url) => new($"Health__Fleet__{name}", new HistoryOptions { Source = name }, url);

    private PeerWatch Watch(params Uri[] urls) => new(
        new FleetOptions { Sources = [.. urls.Select((url, i) => Source($"peer{i}", url))] }, new FleetTelemetry(_meters), _time, new LoggerFactory([_log]).CreateLogger<PeerWatch>());

    private async Task<string> SeeAsync(Uri url)
    {
        using var watch = Watch(url);
        return (await watch.LookAsync(Token)).Single().State.ToString();
    }

    private IEnumerable<string> Reasons() => _log.Entries.Where(e => e.Level == LogLevel.Warning).Select(e => e.Text.Split(": ", 2)[1].Split(". Its URL")[0]);
}
