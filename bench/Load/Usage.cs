using System.Diagnostics;

namespace HealthFunction.Load;

/// <summary>The resources that a process uses.</summary>
internal static class Usage
{
    /// <summary>The resident memory, in MiB.</summary>
    public static long Memory(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64 / 1024 / 1024;
    }

    /// <summary>Processor time since its start, all processors together.</summary>
    public static TimeSpan Processor(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
