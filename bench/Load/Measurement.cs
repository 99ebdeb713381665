namespace HealthFunction.Load;

/// <summary>What one number of connections came to.</summary>
internal sealed record Measurement(int Connections, int Requests, int NotOk, TimeSpan Took, TimeSpan P50, TimeSpan P99)
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
                await all[^1].AskAsync(stop.Token);
            }

            var start = time.GetTimestamp();
            stop.CancelAfter(length);
            var results = await Task.WhenAll(all.Select(c => Task.Run(() => AskUntilAsync(c, time, stop.Token), CancellationToken.None)));
            var took = time.GetElapsedTime(start);
            var latencies = results.SelectMany(r => r.Latencies).Order().ToList();
            return new Measurement(connections, latencies.Count, results.Sum(r => r.NotOk), took, At(latencies, 0.50), At(latencies, 0.99));
        }
        finally
        {
            all.ForEach(c => c.Dispose());
        }
    }

    private static TimeSpan At(List<TimeSpan> sorted, double quantile) => sorted[(int)Math.Min(sorted.Count - 1, quantile * sorted.Count)];

    private static async Task<(List<TimeSpan> Latencies, int NotOk)> AskUntilAsync(Connection connection, TimeProvider time, CancellationToken stop)
    {
        var latencies = new List<TimeSpan>(4096);
        var notOk = 0;
        while (!stop.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            notOk += await connection.AskAsync(CancellationToken.None) == 200 ? 0 : 1;
            latencies.Add(time.GetElapsedTime(start));
        }

        return (latencies, notOk);
    }
}
