using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

public static class BrokenConnections
{
    /// <summary>Faults that show at once, and the error text of each.</summary>
    public static TheoryData<Fault, string> Reasons => new()
    {
        { Fault.Refuse, "connection refused" },
        { Fault.ResetOnAccept, "connection lost" },
        { Fault.ResetMidAnswer(1), "connection lost" },
        { Fault.HalfClose, "connection lost" },
        { Fault.Garbage, "unexpected answer" },
    };
}
