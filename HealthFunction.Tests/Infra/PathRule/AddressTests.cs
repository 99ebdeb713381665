namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>The gate of the health app sees the caller's address before nginx, and no caller can use another's address.</summary>
public sealed class AddressTests
{
    private const string Operator = "127.0.0.5";
    private const string Stranger = "127.0.0.6";
    private const string FrontProxy = "127.0.0.7";

    [Fact]
    public async Task Callers_are_admitted_by_their_own_address()
    {
        await using var site = await StartAsync(trusted: "127.0.0.1");

        Assert.Equal(200, await AskAsync(site, Operator));
        Assert.Equal(403, await AskAsync(site, Stranger));
        await site.Health.WaitForOutputAsync($"Refused a request from {Stranger}");
    }

    [Fact]
    public async Task An_address_in_the_callers_own_header_is_not_trusted()
    {
        await using var site = await StartAsync(trusted: "127.0.0.1");

        Assert.Equal(403, await AskAsync(site, Stranger, "api/health", ("X-Forwarded-For", Operator)));
        Assert.Equal(403, await AskAsync(site, Stranger, "api/health", ("X-Forwarded-For", Operator), ("X-Forwarded-For", Operator)));
        Assert.Equal(403, await AskAsync(site, Stranger, "api/health", ("X-Forwarded-For", $"{Operator}, 127.0.0.1")));
        Assert.Equal(403, await AskAsync(site, Stranger, "api/health", ("X-Real-IP", Operator), ("Forwarded", $"for={Operator}")));
    }

    [Fact]
    public async Task A_trusted_proxy_before_nginx_is_believed()
    {
        await using var untrusted = await StartAsync(trusted: "127.0.0.1");
        await using var trusted = await StartAsync(trusted: $"127.0.0.1,{FrontProxy}");

        Assert.Equal(403, await AskAsync(untrusted, FrontProxy, "api/health", ("X-Forwarded-For", Operator)));
        Assert.Equal(200, await AskAsync(trusted, FrontProxy, "api/health", ("X-Forwarded-For", Operator)));
        Assert.Equal(403, await AskAsync(trusted, FrontProxy, "api/health", ("X-Forwarded-For", $"{Operator}, {Stranger}")));
    }

    [Fact]
    public async Task Without_the_proxy_among_the_trusted_every_caller_has_its_address()
    {
        await using var site = await StartAsync(trusted: null);

        Assert.Equal(403, await AskAsync(site, Operator));
        await site.Health.WaitForOutputAsync("Refused a request from 127.0.0.1");
    }

    [Fact]
    public async Task Liveness_passes_no_gate()
    {
        await using var site = await StartAsync(trusted: "127.0.0.1");

        Assert.Equal(200, await AskAsync(site, Stranger, "api/health/live"));
    }

    [Fact]
    public async Task The_id_of_the_Front_Door_arrives()
    {
        const string id = "55ce4ed1-4b06-4bf1-b40e-4638452104da";
        await using var site = await Site.StartAsync(new KeyValuePair<string, string?>("Health__FrontDoorId", id));

        Assert.Equal(403, await AskAsync(site, Stranger));
        Assert.Equal(200, await AskAsync(site, Stranger, "api/health", ("X-Azure-FDID", id)));
    }

    private static Task<Site> StartAsync(string? trusted) => Site.StartAsync(
        new("Health__AllowedNetworks", Operator), new("Health__TrustedProxies", trusted));

    private static async Task<int> AskAsync(Site site, string from, string path = "api/health", params (string Name, string Value)[] headers)
    {
        using var client = site.Nginx.Client(from);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request, Patience.Token);
        return (int)answer.StatusCode;
    }
}
