using System.Net;

namespace HealthFunction.Load;

/// <summary>The verdict for one monitor, alone and beside readers of history that each ask once a second.</summary>
internal sealed class Readers(Dependencies dependencies, LoadOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _length = TimeSpan.FromSeconds(Math.Max(options.Seconds, 10));
    private readonly Dictionary<HttpStatusCode, int> _statuses = [];

    public async Task RunAsync()
    {
        await using var app = await Subject.StartFunctionsAsync("this app", Programs.FunctionsApp, await dependencies.SettingsWithHistoryAsync());
        await app.TakeAsync(8, TimeSpan.FromSeconds(3));
        var atRest = Usage.Memory(app.ProcessId);
        var alone = await app.TakeAsync(1, _length);
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(2) };
        await ReadAsync(client, "api/uptime?period=399d");
        await ReadAsync(client, "api/history?limit=999");
        var withOne = Usage.Memory(app.ProcessId);

        using var stop = new CancellationTokenSource();
        var reading = Enumerable.Range(0, options.Readers).Select(i => ReadUntilAsync(client, i, stop.Token)).ToList();
        var watching = HighestMemoryAsync(app.ProcessId, stop.Token);
        var beside = await app.TakeAsync(1, _length);
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        var highest = await watching;

        Console.WriteLine();
        Console.WriteLine("| `health`, 1 connection | requests/s | p50 ms | p99 ms | not 200 | resident MiB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Write("alone", alone, $"{atRest} at rest, {withOne} after one reader");
        Write($"beside {options.Readers} readers", beside, $"{highest} at most");
        Console.WriteLine();
        Console.WriteLine(
            $"p99 {beside.P99 / alone.P99:0.00} × alone, memory {(double)highest / atRest:0.00} × at rest and {(double)highest / withOne:0.00} × after one reader; "
            + $"the readers' answers: {string.Join(", ", _statuses.Select(s => $"{(int)s.Key} ({s.Value})"))}");
    }

    private static void Write(string name, Measurement taken, string memory) => Console.WriteLine(
        $"| {name} | {taken.PerSecond:0} | {taken.P50.TotalMilliseconds:0.00} | {taken.P99.TotalMilliseconds:0.00} | {taken.NotOk} | {memory} |");

    private static async Task<HttpStatusCode> ReadAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
        return response.StatusCode;
    }

    private static async Task<long> HighestMemoryAsync(int processId, CancellationToken stop)
    {
        var highest = 0L;
        while (!stop.IsCancellationRequested)
        {
            highest = Math.Max(highest, Usage.Memory(processId));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        return highest;
    }

    private async Task ReadUntilAsync(HttpClient client, int reader, CancellationToken stop)
    {
        for (var i = reader; !stop.IsCancellationRequested; i++)
        {
            var status = await ReadAsync(client, (i % 4) switch
            {
                0 => "api/uptime",
                1 => "api/history?limit=1000",
                2 => $"api/uptime?period={380 + (i / 4 % 10)}d",
                _ => $"api/history?status=DOWN&limit={900 + (i / 4 % 10)}",
            });
            lock (_statuses)
            {
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
