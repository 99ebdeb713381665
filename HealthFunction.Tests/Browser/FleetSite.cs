using Azure.Data.Tables;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.Browser;

/// <summary>
/// Apps of three and of ten regions over one table with 100 days of history. The app records as the first region; the second one has been
/// dead for 40 minutes, and the third one saw that.
/// </summary>
public sealed class FleetSite(SharedServers servers) : IAsyncDisposable
{
    public const string Title = "Contoso Shop";

    private const int Days = 100;
    private const int Dead = 1;
    private const int DeadMinutes = 40;
    private const int Stories = 3;
    private const int DaysPerTransaction = 25;

    private readonly Dictionary<int, Task<AppProcess>> _apps = [];
    private Task<TestTable>? _table;
    private DateTimeOffset _recorded;

    public static IReadOnlyList<string> Regions { get; } =
        ["westeurope", "eastus", "southeastasia", "japaneast", "brazilsouth", "uksouth", "canadacentral", "australiaeast", "koreacentral", "swedencentral"];

    public static string DeadRegion => Regions[Dead];

    /// <summary>The app's own first, then the others in the order in which a configuration has them.</summary>
    public static IEnumerable<string> Shown(int regions) => Regions.Take(1).Concat(Regions.Take(regions).Skip(1).Order(StringComparer.Ordinal));

    public async Task<AppProcess> AppAsync(int regions)
    {
        var table = await (_table ??= SeedAsync(await servers.AzuriteAsync()));
        await RecordAsync(table);
        return await (_apps.TryGetValue(regions, out var app) ? app : _apps[regions] = StartAsync(regions, table));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
        {
            await (await app).DisposeAsync();
        }
    }

    private async Task<AppProcess> StartAsync(int regions, TestTable table)
    {
        var azurite = await servers.AzuriteAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["Health__Page__Title"] = Title,
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__Tables__default"] = azurite.ConnectionString(),
            ["Health__History__ConnectionString"] = azurite.ConnectionString(),
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = Regions[0],
        };
        foreach (var region in Regions.Take(regions).Skip(1))
        {
            settings[$"Health__Fleet__{region}__Source"] = region;
        }

        var app = await AppProcess.StartAsync(settings);

        // The very first reading may need longer than a page waits for it.
        while (!IsComplete(await app.Client.GetStringAsync(new Uri("api/status?lang=en", UriKind.Relative))))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }

        return app;
    }

    private static bool IsComplete(string page) =>
        page.Contains("<svg ", StringComparison.Ordinal) && !page.Contains("cannot be read since", StringComparison.Ordinal);

    /// <summary>The other regions have no recorder here: what they would have written since is written by the test.</summary>
    private async Task RecordAsync(TestTable table)
    {
        var now = TimeProvider.System.GetUtcNow().ToUtcMinute();
        foreach (var (region, index) in Regions.Select((region, index) => (region, index)).Where(r => r.index is not (0 or Dead)))
        {
            List<RecordedRun> runs = [];
            for (var time = _recorded; time <= now; time = time.AddMinutes(1))
            {
                runs.Add(CalmRun(time, seesDead: index == Dead + 1));
            }

            var writer = new RunWriter(new TestTable(table.Options.ConnectionString, table.Options.Table, region).Table, TimeProvider.System);
            foreach (var some in runs.GroupBy(run => run.Date).SelectMany(day => day.Chunk(50)))
            {
                await writer.WriteAsync(some, CancellationToken.None);
            }
        }

        _recorded = now.AddMinutes(1);
    }

    private async Task<TestTable> SeedAsync(AzuriteServer azurite)
    {
        var table = new TestTable(azurite, Regions[0]);
        await table.Client.CreateIfNotExistsAsync();
        _recorded = TimeProvider.System.GetUtcNow().ToUtcMinute();
        for (var story = 0; story < Stories; story++)
        {
            var days = Make(story, _recorded.AddMinutes(story == Dead ? -DeadMinutes : 0));
            foreach (var region in Regions.Where((_, index) => index % Stories == story && (index == Dead || index % Stories != Dead)))
            {
                await WriteAsync(table.Client, region, days);
            }
        }

        foreach (var region in Regions.Where((_, index) => index != Dead && index % Stories == Dead))
        {
            await WriteAsync(table.Client, region, Make(Stories, _recorded));
        }

        return table;
    }

    /// <summary>Outages and gaps, but for the last hour.</summary>
    private static List<Day> Make(int story, DateTimeOffset until)
    {
        var history = new PlausibleHistory(3, 11 + story);
        var calm = until.AddHours(-1);
        List<Day> days = [];
        for (var date = until.UtcDate().AddDays(1 - Days); date <= until.UtcDate(); date = date.AddDays(1))
        {
            var day = new Day(date, []);
            foreach (var run in history.Runs(date, calm))
            {
                day.Add(run);
            }

            days.Add(day);
        }

        for (var time = calm; time < until; time = time.AddMinutes(1))
        {
            days.First(day => day.Date == time.UtcDate()).Add(CalmRun(time, seesDead: story == Dead + 1 && time >= until.AddMinutes(-DeadMinutes)));
        }

        return days;
    }

    private static RecordedRun CalmRun(DateTimeOffset time, bool seesDead) =>
        At(time, Up("database.default", 4), Up("cache.default"), Up("table.default", 7)) with
        {
            Peers = seesDead ? [new SeenPeer(DeadRegion, PeerState.Unreachable)] : [],
        };

    private static async Task WriteAsync(TableClient client, string source, List<Day> days)
    {
        var rows = days.SelectMany(day => day.Parts.Select(part =>
            new TableTransactionAction(TableTransactionActionType.UpsertReplace, DayRow.From(day.Date, part).ToEntity(RowKeys.Partition(source)))));
        foreach (var chunk in rows.Chunk(DaysPerTransaction))
        {
            await client.SubmitTransactionAsync(chunk);
        }
    }
}
