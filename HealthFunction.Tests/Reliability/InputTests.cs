using System.Text;

namespace HealthFunction.Tests.Reliability;

/// <summary>Requests that no honest client sends: the right 4xx, and no probe.</summary>
public sealed class InputTests(InputApp fixture) : IClassFixture<InputApp>
{
    /// <summary>Kestrel's limits: 8 KiB for a request line, 32 KiB and 100 lines for headers.</summary>
    private static readonly string Long = new('a', 9_000);

    public static TheoryData<string, string, int> Refused => new()
    {
        { "a path that is too long", $"GET /api/health/{Long} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "a long path that no check has", $"GET /api/health/{Long[..4000]} HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "a query that is too long", $"GET /api/health?format={Long} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "a query of many parameters", $"GET /api/health?format=x{Repeat("&a=1", 1500)} HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "format given again and again", $"GET /api/health?format=json{Repeat("&format=json", 500)} HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "an unknown format", "GET /api/health?format=%00%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "an unknown check", "GET /api/health/cache.other HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "a path that climbs", "GET /api/health/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "a path that climbs in disguise", "GET /api/health/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "an encoded slash", "GET /api/health/cache%2fdefault HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "an encoded zero", "GET /api/health/cache%00default HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "an encoding twice over", "GET /api/health/cache%252edefault HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "UTF-8 that is too long for its character", "GET /api/health/%c0%ae%c0%ae HTTP/1.1\r\nHost: x\r\n\r\n", 404 },
        { "bytes above 127 in the path", "GET /api/health/é HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "a zero in the path", "GET /api/health\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "a header that is too long", $"GET /api/health HTTP/1.1\r\nHost: x\r\nX: {Repeat(Long, 4)}\r\n\r\n", 431 },
        { "too many headers", $"GET /api/health HTTP/1.1\r\nHost: x\r\n{Repeat("X: y\r\n", 200)}\r\n", 431 },
        { "two hosts", "GET /api/health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
        { "no host", "GET /api/health HTTP/1.1\r\n\r\n", 400 },
        { "two lengths", "GET /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400 },
        { "a negative length", "GET /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400 },
        { "a length beyond all bounds", "GET /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 400 },
        { "a body that is too long", "GET /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n", 413 },
        { "an unknown transfer coding", "GET /api/health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n", 400 },
        { "a header without a name", "GET /api/health HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 400 },
        { "a header with a zero", "GET /api/health HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400 },
        { "a folded header", "GET /api/health HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400 },
        { "no version", "GET /api/health\r\n\r\n", 400 },
        { "a version that is not spoken", "GET /api/health HTTP/9.9\r\nHost: x\r\n\r\n", 505 },
        { "a TLS handshake", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n", 400 },
        { "POST", "POST /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 405 },
        { "an unknown method", "BREW /api/health HTTP/1.1\r\nHost: x\r\n\r\n", 405 },
        { "CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 404 },
        { "no format that is known", "GET /api/health HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n", 406 },
        { "an Accept of many", $"GET /api/health HTTP/1.1\r\nHost: x\r\nAccept: {Repeat("image/png;q=0.001,", 300)}image/gif\r\n\r\n", 406 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_request_that_cannot_be_answered_is_rejected_and_causes_no_probe(string what, string request, int status)
    {
        var probes = await fixture.ProbesAsync();

        var answered = await RawExchange.StatusAsync(fixture.App.Address, Encoding.Latin1.GetBytes(request));

        Assert.True(answered == status, $"{what}: {answered} instead of {status}");
        Assert.Equal(probes, await fixture.ProbesAsync());
    }

    [Theory]
    [InlineData("a body on GET", "GET /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("a body in chunks on GET", "GET /api/health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("a header again and again", "GET /api/health HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\nAccept: */*\r\nAccept: application/json\r\n\r\n")]
    [InlineData("parameters that mean nothing", "GET /api/health?a&=b&&&c=%00&a=1&a=2 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("HTTP/1.0 without a host", "GET /api/health HTTP/1.0\r\n\r\n")]
    [InlineData("the address in full", "GET http://example.org/api/health HTTP/1.1\r\nHost: example.org\r\n\r\n")]
    [InlineData("other letters", "GET /API/Health/CACHE.Default HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("a method in lower case", "get /api/health HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("an encoded name", "GET /api/health/%63ache%2Edefault HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_request_that_is_merely_strange_is_answered_with_one_run(string what, string request)
    {
        var probes = await fixture.ProbesAsync();

        var answered = await RawExchange.StatusAsync(fixture.App.Address, Encoding.Latin1.GetBytes(request));

        Assert.True(answered == 200, $"{what}: {answered}");
        Assert.Equal(probes + 1, await fixture.ProbesAsync());
    }

    [Fact]
    public async Task Tens_of_thousands_of_random_requests_get_no_5xx_and_leave_the_app_healthy()
    {
        const int Answers = 30_000;
        const int Clients = 4;
        const int PerConnection = 12;
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var fuzzer = new RequestFuzzer(seed: 2026 + client);
            var all = new Dictionary<int, int>();
            while (all.Values.Sum() < Answers / Clients)
            {
                var wellFormed = fuzzer.WellFormed(PerConnection);
                Count(all, wellFormed, await RawExchange.StatusesAsync(fixture.App.Address, wellFormed, TimeSpan.FromSeconds(60)));

                // The missing part of such a request never comes, so a silent app waits for it rightly.
                var mutilated = fuzzer.Mutilated();
                Count(all, mutilated, await RawExchange.StatusesAsync(fixture.App.Address, mutilated, TimeSpan.FromMilliseconds(20)));
            }

            return all;
        }));

        var answered = counts.SelectMany(c => c).GroupBy(c => c.Key, c => c.Value).ToDictionary(g => g.Key, g => g.Sum());
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", answered.OrderBy(c => c.Key).Select(c => $"{c.Key}: {c.Value}")));
        Assert.Superset(new HashSet<int> { 200, 400, 404, 405, 406 }, answered.Keys.ToHashSet());
        Assert.Equal(200, await RawExchange.StatusAsync(fixture.App.Address, "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()));

        // Strangers must not be able to write into the log: a change without a key has one line a minute.
        var warnings = fixture.App.Output.Split('\n').Where(line => line.Contains("warn: ", StringComparison.Ordinal)).ToList();
        Assert.All(warnings, line => Assert.Contains("Refused a change that 127.0.0.1 asked for", line, StringComparison.Ordinal));
        Assert.InRange(warnings.Count, 1, 10);
        Assert.DoesNotContain("fail: ", fixture.App.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit: ", fixture.App.Output, StringComparison.Ordinal);
    }

    /// <summary>A request with an unsupported version of HTTP gets 505, whatever it requests.</summary>
    private void Count(Dictionary<int, int> counts, byte[] sent, IReadOnlyList<int> statuses)
    {
        foreach (var status in statuses)
        {
            Assert.True(status is < 500 or 505, $"{status} in answer to\n{Encoding.Latin1.GetString(sent)}\n{Said()}");
            counts[status] = counts.GetValueOrDefault(status) + 1;
        }
    }

    private string Said() => string.Join('\n', fixture.App.Output.Split('\n').TakeLast(20));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
