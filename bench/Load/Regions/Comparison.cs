using System.Text.Json;

namespace HealthFunction.Load.Regions;

/// <summary>Compares what <c>uptime</c> and <c>fleet</c> say with the recount.</summary>
internal sealed class Comparison(IReadOnlyList<Region> regions, IReadOnlyList<Recount> recounts, Findings findings)
{
    private const string Window = "24h";

    private static readonly string?[] Series = [null, "database.default", "cache.default", "table.default"];

    // docs/fleet.md: the first of these that holds for at least one region is the state of the minute.
    private static readonly MinuteOfRuns[] Any = [MinuteOfRuns.Up, MinuteOfRuns.Missing, MinuteOfRuns.Unknown, MinuteOfRuns.Down, MinuteOfRuns.Planned];
    private static readonly MinuteOfRuns[] All = [MinuteOfRuns.Down, MinuteOfRuns.Missing, MinuteOfRuns.Unknown, MinuteOfRuns.Planned, MinuteOfRuns.Up];

    /// <summary>How many series were compared.</summary>
    public int Compared { get; private set; }

    public async Task RunAsync()
    {
        foreach (var (region, recount) in regions.Zip(recounts))
        {
            var window = (await AskAsync(region, $"api/uptime?period={Window}")).GetProperty("windows").GetProperty(Window);
            var to = window.GetProperty("to").GetDateTimeOffset();
            foreach (var check in Series)
            {
                Compare($"uptime of {region.Name}", check, Figures(window, check), [.. recount.Minutes(to, check).Values]);
            }
        }

        foreach (var region in regions)
        {
            var window = (await AskAsync(region, $"api/fleet?period={Window}")).GetProperty("windows").GetProperty(Window);
            var to = window.GetProperty("to").GetDateTimeOffset();
            foreach (var check in Series)
            {
                Compare($"any, from {region.Name}", check, Figures(window.GetProperty("any"), check), Combine(Any, to, check));
                Compare($"all, from {region.Name}", check, Figures(window.GetProperty("all"), check), Combine(All, to, check));
            }
        }
    }

    private List<MinuteOfRuns> Combine(MinuteOfRuns[] order, DateTimeOffset to, string? check)
    {
        var members = recounts.Select(r => (r.Began, Minutes: r.Minutes(to, check))).ToList();
        List<MinuteOfRuns> minutes = [];
        for (var minute = members.Min(m => m.Began); minute < to; minute = minute.AddMinutes(1))
        {
            var states = members.Where(m => m.Began <= minute).Select(m => m.Minutes.GetValueOrDefault(minute)).ToList();
            minutes.Add(order.First(states.Contains));
        }

        return minutes;
    }

    private void Compare(string what, string? check, string said, List<MinuteOfRuns> recounted)
    {
        Compared++;
        int Count(MinuteOfRuns state) => recounted.Count(minute => minute == state);
        var counted = Text(Count(MinuteOfRuns.Up), Count(MinuteOfRuns.Down), Count(MinuteOfRuns.Unknown), Count(MinuteOfRuns.Planned));
        if (said != counted)
        {
            findings.Add($"{what}, {check ?? "overall"}: {said}, recounted {counted}");
        }
    }

    private static string Figures(JsonElement window, string? check)
    {
        var minutes = (check is null ? window.GetProperty("overall") : window.GetProperty("checks").GetProperty(check)).GetProperty("minutes");
        int Of(string name) => minutes.GetProperty(name).GetInt32();
        return Text(Of("up"), Of("down"), Of("unknown"), Of("planned"));
    }

    private static string Text(int up, int down, int unknown, int planned) => $"{up} UP, {down} DOWN, {unknown} UNKNOWN, {planned} planned";

    private static async Task<JsonElement> AskAsync(Region region, string path) =>
        JsonDocument.Parse(await region.App.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), CancellationToken.None)).RootElement;
}
