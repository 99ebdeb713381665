using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>The fault matrix: the faults, and the app's expected reports.</summary>
internal static class MatrixCases
{
    public const string Refused = "connection refused";
    private const string Lost = "connection lost";
    private const string Unexpected = "unexpected answer";
    private const string Unauthenticated = "authentication failed";

    public static readonly string TimedOut = FormattableString.Invariant($"timed out after {MatrixServers.Deadline.TotalMilliseconds:0} ms");
    private static readonly string[] Checks = [BreakableServers.Database, BreakableServers.Cache, BreakableServers.Table, MatrixServers.Endpoint];
    private static readonly string[] Servers = [BreakableServers.Database, BreakableServers.Cache, BreakableServers.Table];

    private static readonly (string Name, Fault Fault, string Error)[] NamedFaults =
    [
        ("refused", Fault.Refuse, Refused),
        ("reset on accept", Fault.ResetOnAccept, Lost),
        ("reset in the middle of an answer", Fault.ResetMidAnswer(1), Lost),
        ("blackhole", Fault.Blackhole, TimedOut),
        ("garbage", Fault.Garbage, Unexpected),
        ("half-closed", Fault.HalfClose, Lost),
        ("delayed beyond the deadline", Fault.Delay(MatrixServers.Deadline * 2), TimedOut),
    ];

    private static readonly IReadOnlyDictionary<(string Check, string Fault), MatrixCase> All =
        Checks.SelectMany(OnTheWay)
            .Concat(Servers.SelectMany(AtTheServer))
            .Append(FrozenEndpoint)
            .Concat(DatabaseCases.All)
            .Concat(TopologyCases.All)
            .Concat(CacheCases.All)
            .Concat(CacheTopologyCases.All)
            .Concat(EndpointCases.All)
            .Append(TableKey)
            .ToDictionary(c => (c.Check, c.Fault));

    /// <summary>The faults on the way to any dependency, and how they are reported.</summary>
    public static IEnumerable<(Fault Fault, string Error)> Faults => NamedFaults.Select(f => (f.Fault, f.Error));

    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var (check, fault) in All.Keys)
            {
                names.Add(check, fault);
            }

            return names;
        }
    }

    private static MatrixCase FrozenEndpoint => new(MatrixServers.Endpoint, "SIGSTOP, then SIGCONT")
    {
        Errors = [TimedOut],
        Begin = servers => Now(servers.Web.Freeze),
        End = servers => Now(servers.Web.Resume),
    };

    private static MatrixCase TableKey
    {
        get
        {
            var key = "";
            return new(BreakableServers.Table, "credentials revoked")
            {
                Errors = [Unauthenticated],
                Begin = servers =>
                {
                    key = servers.Servers.Azurite.AccountKey;
                    servers.Servers.Azurite.AccountKey = Convert.ToBase64String(new byte[64]);
                    return servers.Servers.Azurite.RestartAsync();
                },
                End = servers =>
                {
                    servers.Servers.Azurite.AccountKey = key;
                    return servers.Servers.Azurite.RestartAsync();
                },
            };
        }
    }

    public static MatrixCase Find(string check, string fault) => All[(check, fault)];

    public static Task Now(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static IEnumerable<MatrixCase> OnTheWay(string check)
    {
        foreach (var (name, fault, error) in NamedFaults)
        {
            yield return new(check, name)
            {
                Proxied = true,
                Errors = [error],
                Begin = servers => Now(() => servers.Proxy(check).Fault = fault),
                End = servers => Now(() => servers.Proxy(check).Fault = Fault.None),
            };
        }

        yield return new(check, "slow by a delaying proxy (UP, degraded)")
        {
            Proxied = true,
            Degraded = FormattableString.Invariant($"slower than {MatrixServers.SlowAfter.TotalMilliseconds:0} ms"),
            Begin = servers => Now(() => servers.Proxy(check).Fault = Fault.Delay(MatrixServers.SlowAfter * 1.2)),
            End = servers => Now(() => servers.Proxy(check).Fault = Fault.None),
        };

        yield return new(check, "name ceases to resolve, connections cut")
        {
            Named = true,
            Errors = ["name resolution failed"],
            Begin = servers => Now(() =>
            {
                servers.LoseName(check);
                servers.Proxy(check).CutExisting();
            }),
            End = servers => Now(() => servers.LoseName(null)),
        };

        yield return new(check, "one of two addresses silent (UP), connections cut")
        {
            Named = true,
            Begin = servers => Now(() =>
            {
                servers.AddSilentAddress(check);
                servers.Proxy(check).CutExisting();
            }),
            End = servers => Now(() => servers.AddSilentAddress(null)),
        };

        yield return new(check, "existing connections cut, new ones accepted")
        {
            Proxied = true,
            Begin = servers => Now(servers.Proxy(check).CutExisting),
            End = servers => Now(servers.Proxy(check).CutExisting),
        };
    }

    private static IEnumerable<MatrixCase> AtTheServer(string check) =>
    [
        new(check, "kill -9, then started again")
        {
            Errors = [Refused],
            Begin = servers => servers.Servers.Server(check).KillAsync(),
            End = servers => servers.Servers.Server(check).StartAsync(),
        },
        new(check, "stopped, then started again")
        {
            Errors = [Refused],
            Begin = servers => servers.Servers.Server(check).StopAsync(),
            End = servers => servers.Servers.Server(check).StartAsync(),
        },
        new(check, "restarted between two requests")
        {
            Begin = servers => servers.Servers.Server(check).RestartAsync(),
            End = async servers =>
            {
                await servers.Servers.Server(check).KillAsync();
                await servers.Servers.Server(check).StartAsync();
            },
        },
        new(check, "SIGSTOP, then SIGCONT")
        {
            Errors = [TimedOut],
            Begin = servers => Now(servers.Servers.Server(check).Freeze),
            End = servers => Now(servers.Servers.Server(check).Resume),
        },
    ];
}
