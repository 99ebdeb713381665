using System.Diagnostics;
using HealthFunction.Tests.Fixtures;

namespace HealthFunction.Load;

internal static class Memory
{
    /// <summary>In MiB, what is resident now.</summary>
    public static long Of(AppProcess app)
    {
        using var process = Process.GetProcessById(app.ProcessId);
        return process.WorkingSet64 / 1024 / 1024;
    }
}
