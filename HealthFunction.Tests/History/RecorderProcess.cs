using System.Diagnostics;
using HealthFunction.History.Runs;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;

namespace HealthFunction.Tests.History;

/// <summary>A process that records the same runs one after the other until it is killed.</summary>
internal static class RecorderProcess
{
    public const int RunCount = 900;

    public static RecordedRun[] Runs { get; } = [.. OneByOne.Runs(new SeedOptions { Checks = 3 }).Take(RunCount)];

    public static ChildProcess Start(TestTable table)
    {
        // Beside the tests, since they reference it.
        var program = Builds.SeedHistory;
        return new ChildProcess(new ProcessStartInfo(
            "dotnet",
            [
                "exec", program, "--record", $"{RunCount}", "--checks", "3",
                "--connection", table.Options.ConnectionString, "--table", table.Options.Table, "--source", table.Table.Source,
            ]));
    }
}
