using Azure.Data.Tables;
using HealthFunction.Probes;
using HealthFunction.Settings;
using HealthFunction.Tests.Fixtures;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

public sealed class TableProbeTests(AzuriteServer server) : ProbeContract<AzuriteServer>(server)
{
    [Fact]
    public async Task No_table_is_made()
    {
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
        Assert.False(await new TableServiceClient(Server.ConnectionString()).QueryAsync().AnyAsync());
    }

    [Fact]
    public async Task A_wrong_key_is_told()
    {
        var probe = Create(Server.ConnectionString(key: Convert.ToBase64String(new byte[64])));
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told()
    {
        var probe = Create($"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Server.AccountKey};TableEndpoint=http://nowhere.invalid/a;");
        Assert.Equal("name resolution failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task Without_an_Entra_token_nothing_is_known()
    {
        var options = new TableOptions { ConnectionString = $"https://127.0.0.1:{Server.Port}/{AzuriteServer.AccountName}" };
        var probe = new TableProbe(options, Attempt.Timeout, new StubCredential(null), TimeProvider.System);
        Assert.Equal("UNKNOWN: no credential", await Attempt.RunAsync(probe));
        await probe.DisposeAsync();
    }

    private protected override IHealthCheck Create(int port) => Create(Server.ConnectionString(port: port));

    private static TableProbe Create(string settings) =>
        new(new TableOptions { ConnectionString = settings }, Attempt.Timeout, new StubCredential(null), TimeProvider.System);
}
