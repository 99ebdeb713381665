using System.Diagnostics;
using Azure.Data.Tables;
using HealthFunction.Checks;
using HealthFunction.History.Maintenance;

namespace HealthFunction.SeedHistory;

/// <summary>Seeds one source after the other, and says how much was written.</summary>
internal static class Seeding
{
    public static async Task RunAsync(
        TableClient client, SeedOptions options, IReadOnlyList<string> sources, IReadOnlyList<string> names, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Replace)
        {
            await client.DeleteAsync(cancellationToken);
        }

        var now = time.GetUtcNow();
        var maintenanceStart = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-3).AddHours(22), TimeSpan.Zero);
        MaintenanceWindow? maintenance = options.Maintenance > 0 ? new(maintenanceStart, maintenanceStart.AddMinutes(options.Maintenance)) : null;
        var common = sources.Count > 1 ? CommonOutage(now) : null;
        foreach (var (source, i) in sources.Select((s, i) => (s, i)))
        {
            var watch = Stopwatch.StartNew();
            using var seeder = new Seeder(client, source, new ProgressLine(source, options.Days, time));
            var history = new PlausibleHistory(names, options.Seed + i, maintenance, common);
            var written = await seeder.WriteAsync(history, now, options.Days, options.RunDays, cancellationToken);
            Console.Error.WriteLine();
            Console.WriteLine(
                $"Wrote {written.Days} days of {names.Count} checks for {source} into {client.Name}: {written.DayRows:N0} day rows "
                + $"({written.DayBytes / 1024.0:N0} KiB), {written.RunRows:N0} run rows, {written.Transactions:N0} transactions, {watch.Elapsed.TotalSeconds:N1} s.");
        }

        if (options.Plans)
        {
            var plans = PlausiblePlans.Make(sources[0], names.Count > 0 ? names[0] : "database.default", now, maintenance, common);
            await PlausiblePlans.WriteAsync(client, plans, cancellationToken);
            Console.WriteLine($"Wrote {plans.Count} plans, kept by {sources[0]}.");
        }
    }

    /// <summary>Without one, regions that fail independently would look as if they could never all fail.</summary>
    private static Outage CommonOutage(DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-2).AddHours(14), TimeSpan.Zero);
        return new Outage(start, start.AddMinutes(37), Verdict.Down, "too many connections", TimeSpan.FromMilliseconds(2));
    }
}
