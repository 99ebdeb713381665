using System.Net.Http.Json;
using System.Text.Json;

namespace HealthFunction.Load.Regions;

/// <summary>Gives a region one trouble after the other, with quiet times between, equal for equal seeds but for the time that each takes.</summary>
internal sealed class Troublemaker(Region region, IReadOnlyList<Region> all, IReadOnlyList<TroubleKind> kinds, int seed, Findings findings, TimeProvider time)
{
    private readonly Random _random = new(seed);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (!await PauseAsync(15, 40, stop))
            {
                return;
            }

            var kind = kinds[_random.Next(kinds.Count)];
            var trouble = region.Diary.Begin(kind, time.GetUtcNow());
            if (kind == TroubleKind.Drained)
            {
                await DrainAsync(trouble, stop);
            }
            else
            {
                await region.BreakAsync(kind);
                trouble.InEffect = time.GetUtcNow();
                await PauseAsync(8, 30, stop);
                trouble.Ending = time.GetUtcNow();
                await region.MendAsync(kind);
            }

            trouble.Until = time.GetUtcNow();
        }
    }

    private async Task DrainAsync(Trouble trouble, CancellationToken stop)
    {
        // Posted to a region where nothing is broken now, this one or another.
        var open = all.Where(r => r == region || r.Diary.Troubles.All(t => t.Until is not null)).ToList();
        var door = open[_random.Next(open.Count)];
        findings.PlansElsewhere += door == region ? 0 : 1;
        using var made = await SendAsync(door, HttpMethod.Post, "api/plans", new { kind = "drain", source = region.Name, reason = "soak" });
        if (!made.IsSuccessStatusCode)
        {
            findings.Add($"{region.Name}: a drain was answered {(int)made.StatusCode}");
            return;
        }

        var id = JsonDocument.Parse(await made.Content.ReadAsStringAsync(CancellationToken.None)).RootElement.GetProperty("id").GetString();
        await ObeyedAsync(isDrained: true);
        trouble.InEffect = time.GetUtcNow();
        await PauseAsync(8, 30, stop);
        trouble.Ending = time.GetUtcNow();
        using var ended = await SendAsync(region, HttpMethod.Delete, $"api/plans/{id}", null);
        if (!ended.IsSuccessStatusCode)
        {
            findings.Add($"{region.Name}: the end of a drain was answered {(int)ended.StatusCode}");
        }

        await ObeyedAsync(isDrained: false);
    }

    private async Task ObeyedAsync(bool isDrained)
    {
        var start = time.GetTimestamp();
        while ((await region.App.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), CancellationToken.None).ContinueWith(
            answer => answer.IsFaulted, TaskScheduler.Default)) != isDrained)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None);
        }

        findings.Obeyed(time.GetElapsedTime(start));
    }

    private static async Task<HttpResponseMessage> SendAsync(Region door, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("x-functions-key", Region.AdminKey);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await door.App.Client.SendAsync(request, CancellationToken.None);
    }

    private async Task<bool> PauseAsync(int minSeconds, int maxSeconds, CancellationToken stop)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(minSeconds, maxSeconds)), time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
