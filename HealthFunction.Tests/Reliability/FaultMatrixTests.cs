using System.Diagnostics;
using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Real servers with real faults, one at a time, seen through the app as a process.</summary>
[Collection(nameof(Timing))]
public sealed class FaultMatrixTests(MatrixServers matrix) : IClassFixture<MatrixServers>
{
    private const int Answers = 2;

    private static readonly TimeSpan MaxTime = MatrixServers.Deadline + Timing.Slack;

    [Theory]
    [MemberData(nameof(MatrixCases.Names), MemberType = typeof(MatrixCases))]
    public async Task A_fault_is_reported_alone_in_time_and_by_its_name_and_the_check_recovers(string check, string fault)
    {
        var broken = MatrixCases.Find(check, fault);
        Assert.SkipUnless(
            !broken.Named || PrivateNames.CanBeGiven, "This machine lets no process have a hosts file of its own: unshare --mount is refused.");
        var app = await matrix.AppAsync(broken);
        await app.UntilUpAsync();
        var row = matrix.Results.Add(check, fault);
        var during = new List<TimedAnswer>();

        await broken.Begin(matrix);
        try
        {
            for (var i = 0; i < Answers; i++)
            {
                during.Add(await app.AskAsync());
            }

            if (broken.Degraded is { } reason)
            {
                Assert.Equal(("warn", reason), await app.DescribeAsync(check));
            }
        }
        finally
        {
            await broken.End(matrix);
        }

        var end = Stopwatch.GetTimestamp();
        var after = new List<TimedAnswer>();
        do
        {
            after.Add(await app.AskAsync());
            row.UpAfter = Stopwatch.GetElapsedTime(end);
            row.UpAnswer++;
        }
        while (after[^1].Answer.Status != "UP" && row.UpAfter < Timing.Recovery * 2);

        Describe(row, check, during);
        row.Verdict += broken.Degraded is null ? "" : $": {broken.Degraded}";
        var expected = broken.Errors.Count == 0 ? "UP" : "DOWN";
        Assert.All(during, a => Assert.Equal(broken.Errors.Count == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, a.Answer.Code));
        Assert.All(during, a => Assert.Equal((expected, "UP"), (a.Answer.Checks[check], Others(a, check))));
        Assert.All(during, a => Assert.Equal(broken.Errors.Count == 0 ? [] : [check], a.Answer.Errors.Keys));
        Assert.All(during, a => Assert.True(broken.Errors.Count == 0 || broken.Errors.Contains(a.Answer.Errors[check]), a.Answer.Summary));
        Assert.All(during.Concat(after), a => Assert.InRange(a.Elapsed, TimeSpan.Zero, MaxTime));
        Assert.InRange(row.UpAfter!.Value, TimeSpan.Zero, Timing.Recovery);
        Assert.True(row.UpAnswer == 1, $"A false DOWN after the fault was over: {after[0].Answer.Summary}");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported_in_time_and_by_its_name()
    {
        const string Host = "db.invalid";
        await using var app = await MatrixApp.StartAsync(new Dictionary<string, string?>
        {
            // A machine whose name server is out of reach notices that within the deadline.
            ["RES_OPTIONS"] = "timeout:1 attempts:1",
            ["Health__Timeout"] = "00:00:04",
            ["Health__Databases__nameless"] = $"Host={Host};Username=a;Password=b",
            ["Health__Caches__default"] = matrix.Servers.CacheOn(matrix.Servers.Redis.Port),
            ["Health__Caches__nameless"] = $"{Host}:6379,password=b",
            ["Health__Tables__nameless"] = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bm9ib2R5;TableEndpoint=http://{Host}/a",
            ["Health__Endpoints__nameless"] = $"http://{Host}/",
        });
        await app.AskAsync();

        var answer = await app.AskAsync();

        foreach (var name in answer.Answer.Errors.Keys)
        {
            var kind = name.Split('.')[0];
            var row = matrix.Results.Add(kind == "endpoint" ? MatrixServers.Endpoint : $"{kind}.default", "name does not resolve, from the start");
            row.Verdict = $"{answer.Answer.Checks[name]}: {answer.Answer.Errors[name]}";
            (row.Others, row.Slowest) = (answer.Answer.Checks["cache.default"], answer.Elapsed);
        }

        Assert.Equal(["database.nameless", "cache.nameless", "table.nameless", "endpoint.nameless"], answer.Answer.Errors.Keys);
        Assert.All(answer.Answer.Errors, e => Assert.Equal(("DOWN", "name resolution failed"), (answer.Answer.Checks[e.Key], e.Value)));
        Assert.Equal("UP", answer.Answer.Checks["cache.default"]);
        Assert.InRange(answer.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4) + Timing.Slack);
    }

    private static string Others(TimedAnswer answer, string check) =>
        string.Join(", ", answer.Answer.Checks.Where(c => c.Key != check).Select(c => c.Value).Distinct());

    private static void Describe(MatrixRow row, string check, List<TimedAnswer> during)
    {
        row.Verdict = string.Join(
            "; ", during.Select(a => a.Answer.Errors.TryGetValue(check, out var e) ? $"{a.Answer.Checks[check]}: {e}" : a.Answer.Checks[check]).Distinct());
        row.Others = string.Join(", ", during.Select(a => Others(a, check)).Distinct());
        row.Slowest = during.Max(a => a.Elapsed);
    }
}
