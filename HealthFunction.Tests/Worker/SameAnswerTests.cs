using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Worker;

/// <summary>
/// The same source on two hosts: the Functions worker gives the same answers as the self-host, which most other tests use. Both have the
/// same settings and the same servers.
/// </summary>
public sealed partial class SameAnswerTests(SharedServers servers) : IAsyncLifetime
{
    private HttpClient _selfHost = null!;
    private HttpClient _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = (await servers.WorkerAsync()).Client;
        _selfHost = (await servers.AppAsync()).Client;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("GET", "api/health")]
    [InlineData("HEAD", "api/health")]
    [InlineData("OPTIONS", "api/health")]
    [InlineData("POST", "api/health")]
    [InlineData("BREW", "api/health")]
    [InlineData("GET", "api/health/")]
    [InlineData("GET", "API/Health")]
    [InlineData("GET", "api/health", "Accept: text/html, */*;q=0.8")]
    [InlineData("GET", "api/health", "Accept: image/png")]
    [InlineData("GET", "api/health?format=json", "Accept: image/png")]
    [InlineData("GET", "api/health?format=none")]
    [InlineData("GET", "api/health?name=live")]
    [InlineData("GET", "api/health?request=a&cancellationToken=b&context=c&code=d")]
    [InlineData("GET", "api/health?format=json&format=ui")]
    [InlineData("GET", "api/health/live")]
    [InlineData("HEAD", "api/health/live")]
    [InlineData("GET", "api/health/ready")]
    [InlineData("GET", "api/health/database")]
    [InlineData("GET", "api/health/cache.default?name=live")]
    [InlineData("HEAD", "api/health/table.default")]
    [InlineData("GET", "api/health/nosuch")]
    [InlineData("HEAD", "api/health/nosuch")]
    [InlineData("GET", "api/health/no%20s%C3%BCch%3F")]
    [InlineData("DELETE", "api/health/live")]
    [InlineData("GET", "api/history")]
    [InlineData("HEAD", "api/history")]
    [InlineData("OPTIONS", "api/history")]
    [InlineData("GET", "api/history?limit=none")]
    [InlineData("GET", "api/uptime?period=1y")]
    [InlineData("GET", "api/history?source=nosuch")]
    [InlineData("GET", "api/uptime?source=nosuch")]
    [InlineData("OPTIONS", "api/fleet")]
    [InlineData("POST", "api/fleet")]
    [InlineData("GET", "api/fleet?period=1y")]
    [InlineData("GET", "api/fleet?source=nosuch")]
    [InlineData("GET", "api/plans")]
    [InlineData("HEAD", "api/plans")]
    [InlineData("OPTIONS", "api/plans")]
    [InlineData("PUT", "api/plans")]
    [InlineData("GET", "api/plans/")]
    [InlineData("GET", "api/plans/nosuch")]
    [InlineData("GET", "api/plans?audit=true&code=x")]
    [InlineData("GET", "api/plans?audit=false")]
    [InlineData("GET", "api/plans?id=a")]
    [InlineData("GET", "api/feed")]
    [InlineData("HEAD", "api/feed")]
    [InlineData("POST", "api/feed")]
    [InlineData("GET", "api/feed", "Accept: application/feed+json")]
    [InlineData("GET", "api/feed", "Accept: text/calendar, */*;q=0.1")]
    [InlineData("GET", "api/feed", "Accept: image/png")]
    [InlineData("GET", "api/feed", "If-None-Match: *")]
    [InlineData("GET", "api/feed?format=rss")]
    [InlineData("GET", "api/feed?source=nosuch")]
    [InlineData("GET", "api/badge/overall.svg")]
    [InlineData("GET", "api/badge/overall.svg?fleet=any")]
    [InlineData("GET", "api/badge/overall.svg?fleet=some")]
    [InlineData("GET", "api/badge/database.default.svg?file=nosuch")]
    [InlineData("GET", "api/badge/cache.svg?window=30d")]
    [InlineData("GET", "api/badge/nosuch.svg")]
    [InlineData("HEAD", "api/badge/overall.svg")]
    [InlineData("GET", "api/jsi18n")]
    [InlineData("GET", "api/jsi18n", "Accept-Language: pl, en;q=0.5")]
    [InlineData("GET", "api/jsi18n", "If-None-Match: *")]
    [InlineData("GET", "api/jsi18n?packages=nosuch")]
    [InlineData("GET", "api/openapi.json")]
    [InlineData("GET", "api/openapi.json", "Accept-Encoding: gzip")]
    [InlineData("HEAD", "api/jsi18n", "Accept-Encoding: br, gzip")]
    [InlineData("GET", "api/openapi.json", "If-None-Match: W/\"a\", *")]
    [InlineData("POST", "api/status")]
    public async Task The_worker_answers_what_the_self_host_answers_byte_for_byte(string method, string path, string header = "")
    {
        var expected = await AskAsync(_selfHost, method, path, header);

        Assert.Equal(expected, await AskAsync(_worker, method, path, header));
    }

    /// <summary>Numbers are left out of the bodies: they are times, and the bodies' lengths and tags follow them.</summary>
    [Theory]
    [InlineData("GET", "api/health?format=health%2Bjson")]
    [InlineData("GET", "api/health", "Accept: application/health+json;q=0.9, text/plain;q=0.1")]
    [InlineData("GET", "api/health?format=ui")]
    [InlineData("GET", "api/health?format=openmetrics")]
    [InlineData("GET", "api/health/cache", "Accept: application/openmetrics-text")]
    [InlineData("GET", "api/health?format=prometheus")]
    [InlineData("HEAD", "api/health?format=prometheus")]
    [InlineData("GET", "api/health", "Accept: text/plain")]
    [InlineData("GET", "api/fleet")]
    [InlineData("HEAD", "api/fleet")]
    [InlineData("GET", "api/fleet?period=7d&check=cache.default")]
    [InlineData("GET", "api/status")]
    [InlineData("GET", "api/status?lang=ja")]
    [InlineData("GET", "api/status?lang=none&cancellationToken=%7B%7D", "If-None-Match: *")]
    [InlineData("GET", "api/status", "Accept-Language: it, de;q=0.8, en;q=0.5")]
    public async Task The_worker_answers_what_the_self_host_answers_but_for_times(string method, string path, string header = "")
    {
        var expected = WithoutTimes(await AskAsync(_selfHost, method, path, header));

        Assert.Equal(expected, WithoutTimes(await AskAsync(_worker, method, path, header)));
    }

    /// <summary>The status, the headers by name and the body, as one text. A space after the comma of a list does not matter.</summary>
    private static async Task<string> AskAsync(HttpClient client, string method, string path, string header)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (header.Split(": ") is [var name, var value])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var answer = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}");
        foreach (var (key, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(h => h.Key is not "Date").OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
        {
            answer.AppendLine(CultureInfo.InvariantCulture, $"{key}: {values.ToString().Replace(", ", ",", StringComparison.Ordinal)}");
        }

        return answer.AppendLine().Append(Encoding.UTF8.GetString(body)).ToString();
    }

    private static string WithoutTimes(string answer)
    {
        var parts = Following().Replace(answer, "").Split("\n\n", 2);
        return $"{parts[0]}\n\n{Number().Replace(parts[1], "0")}";
    }

    [GeneratedRegex(@"^(Content-Length|ETag): .*\n", RegexOptions.Multiline)]
    private static partial Regex Following();

    [GeneratedRegex(@"\d+([.,]\d+)*(e-?\d+)?")]
    private static partial Regex Number();
}
