using System.Text.Json;

namespace HealthFunction.Load.Regions;

/// <summary>Monitors that ask for a region's verdict and check it against what was done to the region, and readers of all other routes.</summary>
internal sealed class Callers(Region region, Findings findings, TimeProvider time)
{
    /// <summary>Twice the timeout of a check, and a second for a busy machine.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>The timeout of a check: a run that began before a change may end after it.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2.5);

    private static readonly string[] Routes =
    [
        "api/status", "api/fleet", "api/uptime", "api/history?limit=1000", "api/feed", "api/plans", "api/badge/overall.svg", "api/openapi.json",
        "api/feed?format=ical", "api/uptime?period=48h", "api/health/live", "api/status?lang=de",
    ];

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        EveryAsync(TimeSpan.FromMilliseconds(100), _ => MonitorAsync(), stop),
        EveryAsync(TimeSpan.FromMilliseconds(170), _ => MonitorAsync(), stop),
        EveryAsync(TimeSpan.FromMilliseconds(300), ReadAsync, stop));

    private async Task MonitorAsync()
    {
        var (from, start) = (time.GetUtcNow(), time.GetTimestamp());
        List<string> down;
        try
        {
            using var answer = await region.App.Client.GetAsync(new Uri("api/health", UriKind.Relative), CancellationToken.None);
            var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(CancellationToken.None)).RootElement;
            down = [.. body.GetProperty("checks").EnumerateObject().Where(c => c.Value.GetString() != "UP").Select(c => c.Name)];
            if ((int)answer.StatusCode != (down.Count == 0 ? 200 : 503))
            {
                findings.Add($"{region.Name} {from:T}: {(int)answer.StatusCode} with {string.Join(", ", down)} DOWN");
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException or ObjectDisposedException or TaskCanceledException)
        {
            if (region.Diary.CouldRecord(from, time.GetUtcNow(), Settle))
            {
                findings.Add($"{region.Name} {from:T}: no answer ({e.Message})");
            }

            return;
        }

        var (to, took) = (time.GetUtcNow(), time.GetElapsedTime(start));
        if (!region.Diary.CouldRecord(from, to, Settle))
        {
            return;
        }

        var expected = region.Diary.Expected(from, to, Settle);
        findings.Answered(expected is not null, took);
        if (took > MaxTime)
        {
            findings.Add($"{region.Name} {from:T}: an answer after {took.TotalMilliseconds:0} ms");
        }

        if (expected is not null && !expected.SequenceEqual(down))
        {
            findings.Add($"{region.Name} {from:T}: DOWN was [{string.Join(", ", down)}], and [{string.Join(", ", expected)}] is true");
        }
    }

    private async Task ReadAsync(int number)
    {
        var from = time.GetUtcNow();
        try
        {
            using var answer = await region.App.Client.GetAsync(new Uri(Routes[number % Routes.Length], UriKind.Relative), CancellationToken.None);
            if ((int)answer.StatusCode is not (200 or 503))
            {
                findings.Add($"{region.Name} {from:T}: {Routes[number % Routes.Length]} answered {(int)answer.StatusCode}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException)
        {
            if (region.Diary.CouldRecord(from, time.GetUtcNow(), Settle))
            {
                findings.Add($"{region.Name} {from:T}: {Routes[number % Routes.Length]} did not answer ({e.Message})");
            }
        }
    }

    private async Task EveryAsync(TimeSpan pause, Func<int, Task> ask, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            await ask(number);
            await Task.Delay(pause, time, CancellationToken.None);
        }
    }
}
