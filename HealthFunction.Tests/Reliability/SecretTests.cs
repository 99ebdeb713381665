using System.Net;
using System.Text;
using Azure.Data.Tables;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Puts a secret into every setting that can hold one, and searches all output of the app for them.</summary>
public sealed class SecretTests(BreakableServers servers) : IClassFixture<BreakableServers>, IAsyncLifetime
{
    private const string FrontDoorId = "c0ffee00-5ec3-4e7a-9d1b-0123456789ab";

    private static readonly string[] Paths =
    [
        "api/health", "api/health?format=health%2Bjson", "api/health?format=ui", "api/health?format=openmetrics", "api/health?format=prometheus",
        "api/health?format=none", "api/health/live", "api/health/ready", "api/health/database.default", "api/health/table", "api/health/nothing",
        "api/history", "api/history?status=DOWN", "api/history?limit=none", "api/uptime", "api/uptime?period=24h", "api/fleet", "api/plans", "api/plans?audit=true", "api/feed", "api/uptime?source=none", "api/status", "api/badge/database.default.svg", "api/jsi18n", "nothing",
    ];

    private readonly AzuriteServer _history = new();
    private readonly StringBuilder _said = new();
    private readonly Canaries _canaries = new();
    private string? _adminKey;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _history.StartAsync();

    public async ValueTask DisposeAsync() => await _history.DisposeAsync();

    [Fact]
    public async Task No_output_of_the_app_contains_a_secret_under_any_fault_and_with_full_details()
    {
        await using var historyProxy = FaultProxy.To(_history.Port);
        await using var app = await AppProcess.StartAsync(await SettingsAsync(historyProxy.Port));
        app.Client.DefaultRequestHeaders.Add("X-Azure-FDID", FrontDoorId);
        FaultProxy[] proxies = [.. servers.Proxies, historyProxy];

        await AskEverythingAsync(app, "none");
        (string Name, Fault Fault)[] faults =
        [
            ("refused", Fault.Refuse), ("reset", Fault.ResetOnAccept), ("cut short", Fault.ResetMidAnswer(1)),
            ("garbage", Fault.Garbage), ("half-closed", Fault.HalfClose), ("blackhole", Fault.Blackhole),
        ];
        foreach (var (name, fault) in faults)
        {
            Array.ForEach(proxies, p => p.Fault = fault);
            await AskEverythingAsync(app, name);
        }

        Array.ForEach(proxies, p => p.Fault = Fault.None);
        await servers.Postgres.ExecuteAsync("ALTER ROLE canary PASSWORD 'another'");
        await servers.Postgres.TerminateConnectionsAsync();
        await servers.Redis.SendAsync("CONFIG", "SET", "requirepass", "another");
        foreach (var proxy in proxies)
        {
            proxy.CutExisting();
        }

        await AskEverythingAsync(app, "credentials revoked");
        await RecordedAsync(app);
        app.Terminate();
        await app.WaitForExitAsync();
        _said.AppendLine(app.Output).AppendLine(await RowsAsync());

        var said = _said.ToString();
        Assert.Contains("Health check database.default is Down: connection refused", said, StringComparison.Ordinal);
        Assert.Contains("Health check cache.default is Down: authentication failed", said, StringComparison.Ordinal);
        Assert.Contains("Health check table.sas is Down: authentication failed", said, StringComparison.Ordinal);
        Assert.Contains("password authentication failed for user", said, StringComparison.Ordinal);
        Assert.Contains("History could not be written", said, StringComparison.Ordinal);
        Assert.Contains("could not be delivered: ", said, StringComparison.Ordinal);
        _canaries.AssertAbsent(said);
    }

    [Theory]
    [InlineData("Health__Databases__a", "Host=x;Password={0};Bogus=1")]
    [InlineData("Health__Databases__a", "{0}")]
    [InlineData("Health__Databases__a", "postgres://user:{0}@127.0.0.1:1/db")]
    [InlineData("Health__Databases__a__Password", "{0}")]
    [InlineData("Health__Caches__a", "127.0.0.1:1,password={0},bogus=1")]
    [InlineData("Health__Caches__a", "redis://:{0}@127.0.0.1:1")]
    [InlineData("Health__Tables__a", "AccountName=a;AccountKey={0};TableEndpoint=x")]
    [InlineData("Health__Tables__a", "http://127.0.0.1:1/?sv=2020-08-04&sig={0}")]
    [InlineData("Health__Endpoints__a", "htp://127.0.0.1:1/?code={0}")]
    [InlineData("Health__Endpoints__a", "http://user:{0}@127.0.0.1:1/?code={0}")]
    [InlineData("Health__Endpoints__a__Headers__X_Key", "{0}\u00e9")]
    [InlineData("Health__Endpoints__a__Password", "{0}")]
    [InlineData("Health__Endpoints__a__Token", "{0} {0}")]
    [InlineData("Health__Endpoints__a__Body", "{0}")]
    [InlineData("Health__Endpoints__a__ClientCertificate", "-----BEGIN PRIVATE KEY-----{0}")]
    [InlineData("Health__Endpoints__a__ClientCertificatePassword", "{0}")]
    [InlineData("Health__Endpoints__a__CertificateAuthority", "/nowhere/{0}")]
    [InlineData("Health__History__ConnectionString", "AccountName=a;AccountKey={0}")]
    [InlineData("Health__History__ConnectionString", "https://127.0.0.1:1/?sv=2020-08-04&sig={0}")]
    [InlineData("AzureWebJobsStorage", "AccountName=a;AccountKey={0}")]
    [InlineData("Health__FrontDoorId", "{0}")]
    [InlineData("Health__AdminKey", "{0}")]
    [InlineData("Health__AdminKey", "{0} with a space")]
    [InlineData("Health__Alerts__Webhook", "{0}")]
    [InlineData("Health__Alerts__Webhook", "http://hooks.example.com/{0}")]
    [InlineData("Health__Alerts__Webhook", "https://user:{0}@127.0.0.1:1/")]
    [InlineData("Health__Alerts__Webhook", "https://127.0.0.1:1/services/{0}?sig={0}")]
    [InlineData("Health__Alerts__Webhok", "https://127.0.0.1:1/{0}")]
    public async Task A_wrong_setting_is_reported_without_its_secret(string name, string value)
    {
        var canary = _canaries.New("startup");
        var settings = new Dictionary<string, string?>
        {
            ["Health__ErrorDetail"] = "Full",
            ["Logging__LogLevel__default"] = "Trace",
            [name] = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, canary),
        };

        try
        {
            // Some of these are not wrong but unusual; then the first answers and the log must not show it either.
            await using var app = await AppProcess.StartAsync(settings);
            await AskEverythingAsync(app, "strange setting");
            app.Terminate();
            await app.WaitForExitAsync();
            _said.AppendLine(app.Output);
        }
        catch (InvalidOperationException e)
        {
            Assert.Contains(name[..name.LastIndexOf("__", StringComparison.Ordinal)], e.Message, StringComparison.Ordinal);
            _said.AppendLine(e.Message);
        }

        _canaries.AssertAbsent(_said.ToString());
    }

    private async Task<Dictionary<string, string?>> SettingsAsync(int historyPort)
    {
        var password = _canaries.New("database");
        await servers.Postgres.ExecuteAsync($"CREATE ROLE canary LOGIN PASSWORD '{password}'");
        _canaries.Add("cache", servers.Redis.Password);
        _canaries.Add("table", servers.Azurite.AccountKey);
        _canaries.Add("history", _history.AccountKey);
        _canaries.Add("Front Door", FrontDoorId);
        var signature = _canaries.New("signature");
        var query = _canaries.New("query");
        var tablePort = servers.Proxy(BreakableServers.Table).Port;

        var settings = servers.Settings(TimeSpan.FromMilliseconds(300));
        settings["Health__Databases__default"] =
            servers.Postgres.ConnectionString("canary", password, port: servers.Proxy(BreakableServers.Database).Port);
        settings["Health__Tables__sas"] = FormattableString.Invariant(
            $"TableEndpoint=http://127.0.0.1:{tablePort}/testaccount;SharedAccessSignature=sv=2020-08-04&ss=t&srt=sco&sp=r&se=2099-01-01T00:00:00Z&sig={Uri.EscapeDataString(signature)}");
        settings["Health__Endpoints__web"] = FormattableString.Invariant(
            $"http://127.0.0.1:{tablePort}/?code={Uri.EscapeDataString(query)}");
        settings["Health__Endpoints__secret"] = FormattableString.Invariant($"http://127.0.0.1:{tablePort}/");
        settings["Health__Endpoints__secret__Headers__X_Api_Key"] = _canaries.New("header");
        settings["Health__Endpoints__secret__Headers__Cookie"] = $"session={_canaries.New("cookie")}";
        settings["Health__Endpoints__secret__Body"] = $$"""{"password":"{{_canaries.New("body")}}"}""";
        settings["Health__Endpoints__secret__Token"] = _canaries.New("token");
        settings["Health__Endpoints__basic"] = FormattableString.Invariant($"http://127.0.0.1:{tablePort}/");
        settings["Health__Endpoints__basic__User"] = "canary";
        settings["Health__Endpoints__basic__Password"] = _canaries.New("basic");
        settings["Health__History__ConnectionString"] = _history.ConnectionString(port: historyPort);
        settings["Health__History__Timeout"] = "00:00:00.300";
        settings["Health__FrontDoorId"] = FrontDoorId;
        settings["Health__AdminKey"] = _adminKey = _canaries.New("admin key");
        settings["Health__ErrorDetail"] = "Full";

        // The storage answers a post there with an error; that answer, and faults of the connection, are all that can come back.
        var webhook = _canaries.New("webhook");
        settings["Health__Alerts__Webhook"] = FormattableString.Invariant(
            $"http://127.0.0.1:{tablePort}/hook/{Uri.EscapeDataString(webhook)}?sig={Uri.EscapeDataString(_canaries.New("webhook signature"))}");
        settings["Health__Alerts__After"] = "1";
        foreach (var category in new[] { "default", "Azure.Core", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.Diagnostics" })
        {
            settings["Logging__LogLevel__" + category] = "Trace";
        }

        return settings;
    }

    /// <summary>All routes in all formats, and a tick of the recorder.</summary>
    private async Task AskEverythingAsync(AppProcess app, string fault)
    {
        _said.AppendLine(fault);
        foreach (var path in Paths)
        {
            using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
            _said.AppendLine(path).AppendLine(response.ToString()).AppendLine(await response.Content.ReadAsStringAsync(Cancelled));
        }

        using var post = await app.Client.PostAsync(new Uri("api/health", UriKind.Relative), new StringContent("x"), Cancelled);
        _said.AppendLine(post.ToString()).AppendLine(await post.Content.ReadAsStringAsync(Cancelled));
        foreach (var key in new[] { _adminKey, _adminKey + "x" })
        {
            await ChangeAsync(app, HttpMethod.Post, "api/plans", key, """{"kind":"note","text":"x"}""");
            await ChangeAsync(app, HttpMethod.Delete, "api/plans/0123456789abcdef0123", key, "");
            await ChangeAsync(app, HttpMethod.Get, "api/plans?audit=true", key, "");
        }

        await TickAsync(app);
    }

    private async Task ChangeAsync(AppProcess app, HttpMethod method, string path, string? key, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("x-functions-key", key);
        request.Content = method == HttpMethod.Post ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        using var response = await app.Client.SendAsync(request, Cancelled);
        _said.AppendLine(response.ToString()).AppendLine(await response.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task TickAsync(AppProcess app)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var tick = await app.Client.PostAsync(new Uri("admin/functions/RecordHistory", UriKind.Relative), body, Cancelled);
        Assert.Equal(HttpStatusCode.Accepted, tick.StatusCode);
        _said.AppendLine(tick.ToString());
    }

    /// <summary>Returns when a failing run has been written.</summary>
    private async Task RecordedAsync(AppProcess app)
    {
        await Until.TrueAsync(
            async () =>
            {
                await TickAsync(app);
                return (await RowsAsync()).Contains("authentication failed", StringComparison.Ordinal);
            },
            "a failing run is recorded");
        await AskEverythingAsync(app, "recorded");
    }

    private async Task<string> RowsAsync()
    {
        var rows = new StringBuilder();
        var table = new TableClient(_history.ConnectionString(), "HealthHistory");
        try
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancelled))
            {
                foreach (var (name, value) in row)
                {
                    rows.Append(name).Append('=').AppendLine(value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value?.ToString());
                }
            }
        }
        catch (Azure.RequestFailedException e) when (e.ErrorCode == "TableNotFound")
        {
            return "";
        }

        return rows.ToString();
    }
}
