using System.Net;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Worker;

/// <summary>Plans in the Functions app, where the host checks the key and passes its name on.</summary>
public sealed class PlanFunctionTests(SharedServers servers)
{
    [Fact]
    public async Task The_hosts_key_admits_to_changes_and_to_the_audit_and_nothing_else_does()
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        await using var worker = await WorkerApp.StartAsync(new Dictionary<string, string?>
        {
            ["Health__History__ConnectionString"] = table.Options.ConnectionString,
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = "west",
        });
        var (stranger, operating) = (new PlanClient(worker.Client, null), new PlanClient(worker.Client, HttpFrontEnd.Key));

        const string Drain = """{"kind":"drain","reason":"upgrade"}""";
        foreach (var client in new[] { stranger, new PlanClient(worker.Client, "another") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(Drain)).Code);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PatchAsync("0123456789abcdef0123", "{}")).Code);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.DeleteAsync("0123456789abcdef0123")).Code);
            Assert.Equal((HttpStatusCode.Unauthorized, 401), (await client.GetAsync("api/plans?audit=true")) is var audit ? (audit.Code, (int)audit.Body!["status"]!) : default);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync()).Code);
        }

        var id = await operating.NewAsync(Drain);
        Assert.Equal("drain=DOWN(drained: upgrade)", (await Answer.GetAsync(worker.Client)).Summary);
        var until = $$"""{"until":"{{TimeProvider.System.GetUtcNow().AddDays(2):yyyy-MM-dd}}T00:00Z"}""";
        Assert.Equal(HttpStatusCode.OK, (await stranger.SendAsync("PATCH", $"api/plans/{id}?code={HttpFrontEnd.Key}", until)).Code);
        Assert.Equal(HttpStatusCode.OK, (await operating.DeleteAsync(id)).Code);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(worker.Client)).Code);

        var changes = (await operating.GetAsync($"api/plans?audit=true&code={HttpFrontEnd.Key}")).Body!["changes"]!.AsArray();
        Assert.Equal(["default 203.0.113.7 ended", "default 203.0.113.7 changed", "default 203.0.113.7 created"], changes.Select(c => $"{c!["by"]} {c["address"]} {c["action"]}"));
        Assert.DoesNotContain(HttpFrontEnd.Key, worker.Said, StringComparison.Ordinal);
    }
}
