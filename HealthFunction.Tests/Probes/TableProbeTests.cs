using Azure.Data.Tables;
using Azure.Data.Tables.Sas;
using HealthFunction.Probes.Tables;
using HealthFunction.Testing;
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
    public async Task A_wrong_key_is_reported()
    {
        var probe = Create(Server.ConnectionString(key: Convert.ToBase64String(new byte[64])));
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task An_account_that_the_service_does_not_know_is_not_found_whatever_the_key()
    {
        var probe = Create($"DefaultEndpointsProtocol=http;AccountName=other;AccountKey={Server.AccountKey};TableEndpoint=http://127.0.0.1:{Server.Port}/other;");
        Assert.Equal("not found", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Theory]
    [InlineData("r", Attempt.Up)]
    [InlineData("a", "permission denied")]
    public async Task A_shared_access_signature_needs_to_read_entities_and_no_more(string permissions, string outcome)
    {
        var signature = new TableSharedKeyCredential(AzuriteServer.AccountName, Server.AccountKey);
        var builder = new TableAccountSasBuilder(permissions, TableAccountSasResourceTypes.Object, TimeProvider.System.GetUtcNow().AddHours(1));
        var probe = Create($"TableEndpoint=http://127.0.0.1:{Server.Port}/{AzuriteServer.AccountName};SharedAccessSignature={builder.Sign(signature)}");
        Assert.Equal(outcome, await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported()
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
