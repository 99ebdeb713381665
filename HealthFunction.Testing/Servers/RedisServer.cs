using System.Diagnostics;
using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>A Redis server that needs a password and keeps its data only in memory.</summary>
public sealed class RedisServer : TestServer
{
    /// <summary>Redis' own default of 10,000 unless set; the fixture's helpers use one while they run.</summary>
    public int? MaxClients { get; init; }

    /// <summary>Makes this a read-only replica of another server, which has to be running.</summary>
    public RedisServer? ReplicaOf { get; init; }

    /// <summary>The common password of a group of servers; by default each server has its own.</summary>
    public string? GroupPassword { get; init; }

    /// <summary>Further lines of <c>redis.conf</c>; they win over the fixture's own.</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];

    public new string Password => GroupPassword ?? base.Password;

    /// <param name="password">The server's by default.</param>
    /// <param name="port">The port of a proxy, if there is one.</param>
    public string ConnectionString(string? password = null, int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port ?? Port},password={password ?? Password}");

    /// <summary>Sends one command on a connection of its own; the elements of an array are returned on a line each.</summary>
    public async Task<string> SendAsync(params string[] command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await SendAsync(patience.Token, command);
    }

    /// <summary>
    /// How often each command ran since <see cref="ResetCommandCountsAsync"/>, by its name in lower case, including the fixture's own.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> CommandCountsAsync()
    {
        // cmdstat_set:calls=2,usec=5,…
        var info = await SendAsync("INFO", "commandstats");
        return info.Split("\r\n")
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Select(line => line["cmdstat_".Length..].Split([":calls=", ","], StringSplitOptions.None))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>How often the app's probe has written since <see cref="ResetCommandCountsAsync"/>.</summary>
    public async Task<long> ProbesAsync() => (await CommandCountsAsync()).GetValueOrDefault("set");

    public async Task ResetCommandCountsAsync() => await SendAsync("CONFIG", "RESETSTAT");

    /// <summary>How many clients are connected, without the fixture's own connection and replication links.</summary>
    public async Task<int> ConnectionsAsync() => (await SendAsync("CLIENT", "LIST", "TYPE", "normal")).Count(c => c == '\n') - 1;

    protected override ProcessStartInfo Command()
    {
        List<string> settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port {Port}"),
            "bind 127.0.0.1",
            $"requirepass {Password}",
            $"dir {Folder}",
            "save \"\"",
            "appendonly no",
            "daemonize no",
            "repl-diskless-sync-delay 0",
        ];
        if (MaxClients is { } clients)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"maxclients {clients}"));
        }

        if (ReplicaOf is { } primary)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"replicaof 127.0.0.1 {primary.Port}"));
            settings.Add($"masterauth {primary.Password}");
        }

        settings.AddRange(Configuration);
        var file = Path.Combine(Folder, "redis.conf");
        File.WriteAllLines(file, settings);
        return new ProcessStartInfo("redis-server", [file]);
    }

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        var info = await SendAsync(cancellationToken, "INFO", "replication");
        if (ReplicaOf is not null && !info.Contains("master_link_status:up", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The replica is not in step yet.");
        }
    }

    private async Task<string> SendAsync(CancellationToken cancellationToken, params string[] command)
    {
        using var connection = await RedisConnection.OpenAsync(Port, Password, cancellationToken);
        return await connection.SendAsync(cancellationToken, command);
    }
}
