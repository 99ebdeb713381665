using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Load.Regions;

/// <summary>Three regions under load, ticks, plans and faults for a time; what leaked, was late, wrong or miscounted is printed.</summary>
internal static class RegionsSoak
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a reading of the fleet is kept, and than an answer that reads history.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(50);

    private static readonly TroubleKind[] OfDependencies =
    [
        TroubleKind.CacheRefuses, TroubleKind.CacheIsSilent, TroubleKind.DatabaseRefuses, TroubleKind.DatabaseIsSilent, TroubleKind.StorageIsSilent, TroubleKind.Drained,
    ];

    /// <returns>Whether nothing was wrong.</returns>
    public static async Task<bool> RunAsync(int minutes, int seed)
    {
        var time = TimeProvider.System;
        await using var postgres = new PostgresServer();
        await using var redis = new RedisServer();
        await Task.WhenAll(postgres.StartAsync(), redis.StartAsync());
        await using Region west = new("west", postgres, redis), east = new("east", postgres, redis), north = new("north", postgres, redis);
        Region[] regions = [west, east, north];
        await Task.WhenAll(regions.Select(r => r.PrepareAsync()));
        Array.ForEach(regions, r => r.Watch(regions.Where(other => other != r)));
        await Task.WhenAll(regions.Select(r => r.StartAsync()));
        var began = time.GetUtcNow();

        var findings = new Findings();
        using CancellationTokenSource stopCallers = new(), stopTrouble = new();
        var calling = regions.Select(r => new Callers(r, findings, time).RunAsync(stopCallers.Token)).ToList();
        await Task.Delay(WarmUp, time);
        var before = regions.Select(ResourcesOf).ToList();

        // West is never killed, so that its resources can be compared.
        var troubles = regions.Select((r, i) => new Troublemaker(
            r, regions, [.. OfDependencies, .. r == west ? Array.Empty<TroubleKind>() : [TroubleKind.AppIsFrozen, TroubleKind.AppIsKilled]], seed + i, findings, time)
            .RunAsync(stopTrouble.Token)).ToList();
        Console.WriteLine($"Three regions for {minutes} minutes, seed {seed}.");
        for (var minute = 1; minute <= minutes; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time);
            Console.WriteLine(
                $"minute {minute}: {findings.Judged} answers judged, {regions.Sum(r => r.Diary.Troubles.Count)} troubles, {findings.Count} findings, "
                + $"{string.Join(", ", regions.Select(r => $"{r.Name} {ResourcesOf(r)}"))}");
        }

        await stopTrouble.CancelAsync();
        await Task.WhenAll(troubles);
        await Task.Delay(WarmUp, time);
        await stopCallers.CancelAsync();
        await Task.WhenAll(calling);
        var after = regions.Select(ResourcesOf).ToList();
        var ended = time.GetUtcNow();
        await Task.Delay(Rest, time);

        var recounts = regions.Select(r => new Recount(r, findings)).ToList();
        await Task.WhenAll(recounts.Select(r => r.ReadAsync()));
        var judged = recounts.Select(r => r.Judge(began + WarmUp, ended)).ToList();
        var comparison = new Comparison(regions, recounts, findings);
        await comparison.RunAsync();

        Console.WriteLine();
        Console.WriteLine("| region | starts | troubles | ticks judged | runs judged | before | after |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (r, i) in regions.Select((r, i) => (r, i)))
        {
            Console.WriteLine($"| {r.Name} | {r.Starts} | {r.Diary.Troubles.Count} | {judged[i].Ticks} | {judged[i].Runs} | {before[i]} | {after[i]} |");
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{findings.Judged} answers were judged and {findings.NotJudged} fell into a change; the slowest took {findings.SlowestAnswer.TotalMilliseconds:0} ms. "
            + $"{findings.Plans} beginnings and ends of drains, {findings.PlansElsewhere} of them posted to another region, were obeyed after {findings.SlowestPlan.TotalSeconds:0.0} s at most. "
            + $"{comparison.Compared} series of minutes were recounted."));
        Console.WriteLine($"Wrong: {findings.Count}");
        foreach (var wrong in findings.Shown)
        {
            Console.WriteLine("  " + wrong);
        }

        return findings.Count == 0;
    }

    private static string ResourcesOf(Region region)
    {
        var folder = $"/proc/{region.App.ProcessId}";
        return Directory.Exists(folder)
            ? $"{Usage.Memory(region.App.ProcessId)} MiB, {Directory.GetDirectories(folder + "/task").Length} threads, {Directory.GetFiles(folder + "/fd").Length} handles"
            : "killed";
    }
}
