using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Load.Regions;

/// <summary>An app with storage of its own, which reaches its dependencies through proxies that can break them.</summary>
internal sealed class Region(string name, PostgresServer postgres, RedisServer redis) : IAsyncDisposable
{
    /// <summary>
    /// Longer than a tick whose storage is silent, with its two repeats (three timeouts and two pauses of 10 s): a tick that comes meanwhile
    /// may be left out.
    /// </summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    public static readonly string AdminKey = TestServer.NewPassword();

    private readonly AzuriteServer _azurite = new();
    private readonly PortLease _port = PortLease.Take();
    private FaultProxy? _cache;
    private FaultProxy? _database;
    private FaultProxy? _storage;
    private Dictionary<string, string?> _settings = [];

    public string Name => name;

    public Diary Diary { get; } = new();

    public AppProcess App { get; private set; } = null!;

    /// <summary>How often the app was started.</summary>
    public int Starts { get; private set; }

    private string Storage => _azurite.ConnectionString(port: _storage!.Port);

    public async Task PrepareAsync()
    {
        await _azurite.StartAsync();
        _cache = FaultProxy.To(redis.Port);
        _database = FaultProxy.To(postgres.Port);
        _storage = FaultProxy.To(_azurite.Port);
        _settings = new()
        {
            ["HistorySchedule"] = string.Create(CultureInfo.InvariantCulture, $"*/{Tick.Seconds} * * * * *"),
            ["Health__Databases__default"] = await postgres.CreateDatabaseAsync(name, _database.Port),
            ["Health__Caches__default"] = redis.ConnectionString(port: _cache.Port),
            ["Health__Tables__default"] = _azurite.ConnectionString(),
            ["Health__History__ConnectionString"] = Storage,
            ["Health__History__Source"] = name,
            ["Health__History__Timeout"] = "00:00:01",
            ["Health__AdminKey"] = AdminKey,
        };
    }

    public void Watch(IEnumerable<Region> others)
    {
        foreach (var other in others)
        {
            _settings[$"Health__Fleet__{other.Name}"] = other.Storage;
            _settings[$"Health__Fleet__{other.Name}__Url"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{other._port.Port}/api/health/live");
        }
    }

    public async Task StartAsync()
    {
        var old = App;
        App = await AppProcess.StartAsync(_settings, null, null, "--port", _port.Port.ToString(CultureInfo.InvariantCulture));
        Starts++;
        if (old is not null)
        {
            await old.DisposeAsync();
        }
    }

    /// <summary>Breaks what the trouble is about.</summary>
    public async Task BreakAsync(TroubleKind kind)
    {
        switch (kind)
        {
            case TroubleKind.AppIsFrozen:
                App.Freeze();
                break;
            case TroubleKind.AppIsKilled:
                await App.KillAsync();
                break;
            default:
                Proxy(kind).Fault = kind is TroubleKind.CacheRefuses or TroubleKind.DatabaseRefuses ? Fault.Refuse : Fault.Blackhole;
                break;
        }
    }

    /// <summary>Mends it again.</summary>
    public async Task MendAsync(TroubleKind kind)
    {
        switch (kind)
        {
            case TroubleKind.AppIsFrozen:
                App.Resume();
                break;
            case TroubleKind.AppIsKilled:
                await StartAsync();
                break;
            default:
                Proxy(kind).Fault = Fault.None;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        foreach (var proxy in new[] { _cache, _database, _storage }.OfType<FaultProxy>())
        {
            await proxy.DisposeAsync();
        }

        await _azurite.DisposeAsync();
        _port.Dispose();
    }

    private FaultProxy Proxy(TroubleKind kind) => kind switch
    {
        TroubleKind.CacheRefuses or TroubleKind.CacheIsSilent => _cache!,
        TroubleKind.DatabaseRefuses or TroubleKind.DatabaseIsSilent => _database!,
        TroubleKind.StorageIsSilent => _storage!,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
