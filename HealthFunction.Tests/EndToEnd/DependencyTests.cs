using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The app on three servers of its own, each stopped, frozen and restarted in turn.</summary>
public sealed class DependencyTests : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();
    private readonly RedisServer _redis = new();
    private readonly AzuriteServer _azurite = new();
    private AppProcess? _app;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_postgres.StartAsync(), _redis.StartAsync(), _azurite.StartAsync());
        _app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            // Longer than a first request needs on a machine that is busy with other tests.
            ["Health__Timeout"] = "00:00:05",
            ["Health__Databases__default"] = await _postgres.CreateDatabaseAsync("probed"),
            ["Health__Caches__default"] = _redis.ConnectionString(),
            ["Health__Tables__default"] = _azurite.ConnectionString(),
        });

        // The first probes of a cold process compete with the compiler for the processor.
        while ((await Answer.GetAsync(_app.Client)).Code != HttpStatusCode.OK)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    [Theory]
    [InlineData("database.default")]
    [InlineData("cache.default")]
    [InlineData("table.default")]
    public async Task A_server_that_stops_is_down_alone_and_up_with_the_first_request_after_it_is_back(string name)
    {
        var server = Server(name);

        await server.StopAsync();
        await ExpectDownAsync(name, "connection refused", "connection lost");
        await server.StartAsync();
        await ExpectAsync("database.default=UP cache.default=UP table.default=UP");

        await server.KillAsync();
        await ExpectDownAsync(name, "connection refused", "connection lost");
        await server.StartAsync();
        await ExpectAsync("database.default=UP cache.default=UP table.default=UP");
    }

    [Theory]
    [InlineData("database.default")]
    [InlineData("cache.default")]
    [InlineData("table.default")]
    public async Task A_server_that_freezes_is_down_alone_at_its_deadline_and_up_with_the_first_request_afterwards(string name)
    {
        var server = Server(name);

        server.Freeze();
        await ExpectDownAsync(name, "timed out after 5000 ms");
        await ExpectDownAsync(name, "timed out after 5000 ms");
        server.Resume();

        await ExpectAsync("database.default=UP cache.default=UP table.default=UP");
    }

    [Theory]
    [InlineData("database.default")]
    [InlineData("cache.default")]
    [InlineData("table.default")]
    public async Task A_restart_between_two_requests_goes_unnoticed(string name)
    {
        for (var i = 0; i < 3; i++)
        {
            await Server(name).RestartAsync();
            await ExpectAsync("database.default=UP cache.default=UP table.default=UP");
        }
    }

    [Fact]
    public async Task Thirty_two_clients_cost_each_dependency_one_run_at_a_time()
    {
        const int clients = 32;
        const int requests = 50;
        await _postgres.ResetStatementsAsync();
        await _redis.ResetCommandCountsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            var up = 0;
            for (var i = 0; i < requests; i++)
            {
                up += (await Answer.GetAsync(_app!.Client)).Code == HttpStatusCode.OK ? 1 : 0;
            }

            return up;
        }));

        Assert.Equal(clients * requests, answers.Sum());

        // Consecutive runs use one connection each; two runs at the same time would need a second one.
        Assert.Equal(1, await _postgres.ConnectionsAsync("HealthFunction"));
        var statements = await _postgres.StatementsAsync("probed");
        Assert.InRange(statements, requests, clients * requests / 2);
        var counts = await _redis.CommandCountsAsync();
        Assert.Equal(counts["get"], counts["set"]);
        Assert.InRange(counts["get"], statements - 2, statements + 2);
    }

    private async Task ExpectAsync(string summary) => Assert.Equal(summary, (await Answer.GetAsync(_app!.Client)).Summary);

    private async Task ExpectDownAsync(string name, params string[] errors)
    {
        var answer = await Answer.GetAsync(_app!.Client);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "DOWN"), (answer.Code, answer.Status));
        Assert.All(answer.Checks, c => Assert.Equal(c.Key == name ? "DOWN" : "UP", c.Value));
        Assert.Equal(name, Assert.Single(answer.Errors).Key);
        Assert.Contains(answer.Errors[name], errors);
    }

    private TestServer Server(string name) => name switch
    {
        "database.default" => _postgres,
        "cache.default" => _redis,
        _ => _azurite,
    };
}
