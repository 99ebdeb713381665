using System.Diagnostics;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>The resources that a process uses.</summary>
internal static class Usage
{
    /// <summary>The resident memory, in MiB.</summary>
    public static long Memory(AppProcess app)
    {
        using var process = Process.GetProcessById(app.ProcessId);
        return process.WorkingSet64 / 1024 / 1024;
    }

    /// <summary>Processor time since its start, all processors together.</summary>
    public static TimeSpan Processor(AppProcess app)
    {
        using var process = Process.GetProcessById(app.ProcessId);
        return process.TotalProcessorTime;
    }
}
