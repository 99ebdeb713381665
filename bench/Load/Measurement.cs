namespace HealthFunction.Load;

/// <summary>The results for one number of connections.</summary>
internal sealed record Measurement(int Connections, int Requests, int NotOk, int Unavailable, TimeSpan Took, TimeSpan P50, TimeSpan P99)
{
    public double PerSecond => Requests / Took.TotalSeconds;

    public static async Task<Measurement> TakeAsync(Func<Connection> connect, int connections, TimeSpan length, TimeProvider time)
    {
        using var stop = new CancellationTokenSource();
        var all = new List<Connection>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                all.Add(connect());
                await all[^1].ConnectAsync(stop.Token);
            }

            await Task.WhenAll(all.Select(c => c.AskAsync(stop.Token).AsTask()));

            var start = time.GetTimestamp();
            stop.CancelAfter(length);
            var results = await Task.WhenAll(all.Select(c => Task.Run(() => AskUntilAsync(c, time, stop.Token), CancellationToken.None)));
            var took = time.GetElapsedTime(start);
            var latencies = results.SelectMany(r => r.Latencies).Order().ToList();
            return new Measurement(connections, latencies.Count, results.Sum(r => r.NotOk), results.Sum(r => r.Unavailable), took, At(latencies, 0.50), At(latencies, 0.99));
        }
        finally
        {
            all.ForEach(c => c.Dispose());
        }
    }

    private static TimeSpan At(List<TimeSpan> sorted, double quantile) => sorted[(int)Math.Min(sorted.Count - 1, quantile * sorted.Count)];

    private static async Task<(List<TimeSpan> Latencies, int NotOk, int Unavailable)> AskUntilAsync(Connection connection, TimeProvider time, CancellationToken stop)
    {
        var latencies = new List<TimeSpan>(4096);
        var (notOk, unavailable) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            var status = await connection.AskAsync(CancellationToken.None);
            notOk += status == 200 ? 0 : 1;
            unavailable += status == 503 ? 1 : 0;
            latencies.Add(time.GetElapsedTime(start));
        }

        return (latencies, notOk, unavailable);
    }
}
