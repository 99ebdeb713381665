using Azure.Data.Tables;
using HealthFunction.History.Days;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>The app on real servers with 100 days of history, and Debian's Chromium to view it.</summary>
public sealed class StatusSite(SharedServers servers) : IAsyncLifetime
{
    private const int Days = 100;
    private const int DaysPerTransaction = 25;

    // Chromium as root has no sandbox; without the other arguments it contacts hosts of its maker.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public AppProcess App { get; private set; } = null!;

    public IBrowser Browser => _browser!;

    public async ValueTask InitializeAsync()
    {
        var azurite = await servers.AzuriteAsync();
        var table = new TestTable(azurite, "browser");
        await SeedAsync(table.Client, RowKeys.Partition("browser"));
        App = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__Tables__default"] = azurite.ConnectionString(),
            ["Health__Endpoints__default__Url"] = $"http://127.0.0.1:{azurite.Port}/",
            ["Health__Endpoints__default__ExpectedStatus"] = "400",
            ["Health__History__ConnectionString"] = azurite.ConnectionString(),
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = "browser",
        });

        // The very first read may need longer than a page waits for it.
        while (!(await App.Client.GetStringAsync(new Uri("api/status", UriKind.Relative))).Contains("<ol", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Shell.Find("chromium") ?? Shell.Find("chromium-browser") ?? Shell.Find("google-chrome"),
            Args = Arguments,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }
    }

    private static async Task SeedAsync(TableClient client, string partition)
    {
        await client.CreateIfNotExistsAsync();
        var now = TimeProvider.System.GetUtcNow();
        var until = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var others = new PlausibleHistory(4, 1);
        List<TableTransactionAction> rows = [];
        for (var date = today.AddDays(1 - Days); date <= today; date = date.AddDays(1))
        {
            var day = new Day(date, []);
            foreach (var run in others.Runs(date, until))
            {
                day.Add(run with { Checks = [.. run.Checks.Where(check => check.Name != OutagePattern.Check)] });
            }

            for (var minute = 0; minute < MinuteMap.Minutes; minute++)
            {
                if (OutagePattern.Run(date, minute) is { } run && run.Time < until)
                {
                    day.Add(run);
                }
            }

            rows.AddRange(day.Parts.Select(part => new TableTransactionAction(TableTransactionActionType.UpsertReplace, DayRow.From(date, part).ToEntity(partition))));
        }

        foreach (var chunk in rows.Chunk(DaysPerTransaction))
        {
            await client.SubmitTransactionAsync(chunk);
        }
    }
}
