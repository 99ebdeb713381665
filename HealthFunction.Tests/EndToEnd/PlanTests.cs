using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>Two instances of one region and one of another, with a storage of each region's own that is frozen for real.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private readonly AzuriteServer _west = new();
    private readonly AzuriteServer _east = new();
    private readonly List<AppProcess> _apps = [];

    public async ValueTask InitializeAsync() => await Task.WhenAll(_west.StartAsync(), _east.StartAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        await _west.DisposeAsync();
        await _east.DisposeAsync();
    }

    [Fact]
    public async Task A_drain_shows_in_both_instances_and_in_no_other_region_until_it_is_deleted_anywhere()
    {
        var (first, second, other) = (await StartAsync("west"), await StartAsync("west"), await StartAsync("east"));

        // Posted in the other region, as behind Front Door.
        var id = await Client(other).NewAsync("""{"kind":"drain","reason":"upgrade","source":"WEST"}""");
        await VerdictAsync(first, HttpStatusCode.ServiceUnavailable);
        await VerdictAsync(second, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("drain=DOWN(drained: upgrade)", (await Answer.GetAsync(second.Client)).Summary);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answer.GetAsync(first.Client, "api/health/ready")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(first.Client, "api/health/live")).Code);
        await PlanAsync(other, id, plan => plan["obeyedBy"]!.AsArray().Select(s => (string)s!).SequenceEqual(["west"]));
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(other.Client)).Code);

        // Killed and started again, it is still drained from its first answer on.
        await second.KillAsync();
        second = await StartAsync("west");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answer.GetAsync(second.Client)).Code);

        Assert.Equal(HttpStatusCode.OK, (await Client(first).DeleteAsync(id)).Code);
        await VerdictAsync(first, HttpStatusCode.OK);
        await VerdictAsync(second, HttpStatusCode.OK);

        // The region whose table keeps the plan takes the end over, so that it holds without the other one.
        await PlanAsync(other, id, plan => plan["endedAt"] is not null && (string?)plan["state"] == "over");
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(other.Client)).Code);
    }

    [Fact]
    public async Task Storage_that_is_frozen_before_loses_no_change_that_is_sent_again()
    {
        var (first, second) = (await StartAsync("west"), await StartAsync("west"));
        _west.Freeze();

        const string Drain = """{"kind":"drain","reason":"upgrade","source":"west"}""";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client(first).PostAsync(Drain, "run 17")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(first.Client)).Code);

        _west.Resume();
        var (code, plan, _) = await Client(second).PostAsync(Drain, "run 17");
        var (again, same, _) = await Client(first).PostAsync(Drain, "run 17");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, (string?)plan!["id"]), (code, again, (string?)same!["id"]));
        await VerdictAsync(first, HttpStatusCode.ServiceUnavailable);
        await VerdictAsync(second, HttpStatusCode.ServiceUnavailable);
        Assert.Single((await Client(first).GetAsync()).Body!["plans"]!.AsArray());
    }

    [Fact]
    public async Task While_storage_is_frozen_a_drain_holds_until_its_stated_end_and_a_start_obeys_settings()
    {
        var first = await StartAsync("west");
        var until = TimeProvider.System.GetUtcNow().AddSeconds(20);
        var id = await Client(first).NewAsync($$"""{"kind":"drain","reason":"upgrade","source":"west","until":"{{until.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}"}""");
        await VerdictAsync(first, HttpStatusCode.ServiceUnavailable);

        _west.Freeze();
        var started = await StartAsync("west");
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(started.Client)).Code);
        Assert.Equal("unknown", (string?)(await Client(started).GetAsync()).Body!["sources"]!["west"]!["state"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client(started).GetAsync($"api/plans/{id}")).Code);

        // Known from before the loss, to this instance alone.
        if (TimeProvider.System.GetUtcNow() < until.AddSeconds(-3))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answer.GetAsync(first.Client)).Code);
        }

        await Until.TrueAsync(async () => (string?)(await Client(first).GetAsync()).Body!["sources"]!["west"]!["state"] == "old", "the loss is noticed");
        await VerdictAsync(first, HttpStatusCode.OK);
        Assert.True(TimeProvider.System.GetUtcNow() >= until.AddSeconds(-1), "It ended too early.");

        _west.Resume();
        await Until.TrueAsync(async () => (string?)(await Client(started).GetAsync()).Body!["sources"]!["west"]!["state"] == "read", "storage is read again");
    }

    [Fact]
    public async Task Settings_win()
    {
        var app = await StartAsync("west", ("Health__Drain", "by a setting"));
        var id = await Client(app).NewAsync("""{"kind":"drain","reason":"by a plan","source":"*"}""");

        Assert.Equal("drain=DOWN(drained: by a setting)", (await Answer.GetAsync(app.Client)).Summary);
        Assert.Equal(HttpStatusCode.OK, (await Client(app).DeleteAsync(id)).Code);
        Assert.Equal("drain=DOWN(drained: by a setting)", (await Answer.GetAsync(app.Client)).Summary);
        Assert.Equal("by a setting", (string?)(await Client(app).GetAsync()).Body!["settings"]!["drain"]);
    }

    private static PlanClient Client(AppProcess app) => new(app.Client, PlanClient.AdminKey);

    private static Task VerdictAsync(AppProcess app, HttpStatusCode code) =>
        Until.TrueAsync(async () => (await Answer.GetAsync(app.Client)).Code == code, $"the verdict is {code}");

    private static Task PlanAsync(AppProcess app, string id, Func<JsonNode, bool> condition) =>
        Until.TrueAsync(async () => (await Client(app).GetAsync($"api/plans/{id}")) is { Code: HttpStatusCode.OK, Body: { } plan } && condition(plan), "the plan is so");

    private async Task<AppProcess> StartAsync(string source, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Health__History__ConnectionString"] = (source == "west" ? _west : _east).ConnectionString(),
            ["Health__History__Source"] = source,
            ["Health__AdminKey"] = PlanClient.AdminKey,
            [source == "west" ? "Health__Fleet__east" : "Health__Fleet__west"] = (source == "west" ? _east : _west).ConnectionString(),
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        var app = await AppProcess.StartAsync(settings);
        _apps.Add(app);
        return app;
    }
}
