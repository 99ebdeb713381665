using System.Globalization;

namespace HealthFunction.Load;

/// <summary>How busy the machine's processors are, all processes together.</summary>
/// <param name="Busy">Time spent working since the machine started, in the kernel's ticks.</param>
/// <param name="Total">The same with idle time.</param>
/// <remarks>https://man7.org/linux/man-pages/man5/proc_stat.5.html</remarks>
internal readonly record struct MachineTime(long Busy, long Total)
{
    private const int Idle = 3;
    private const int WaitingForDisk = 4;

    /// <summary>Guest time is part of user time.</summary>
    private const int Columns = 8;

    public static MachineTime Now()
    {
        var times = File.ReadLines("/proc/stat").First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Columns)
            .Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToList();
        var total = times.Sum();
        return new(total - times[Idle] - times[WaitingForDisk], total);
    }

    /// <summary>The share of the processors' time that was used since then, 0 to 1.</summary>
    public double ShareSince(MachineTime earlier) => Total == earlier.Total ? 0 : (double)(Busy - earlier.Busy) / (Total - earlier.Total);
}
