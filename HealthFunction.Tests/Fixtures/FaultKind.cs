namespace HealthFunction.Tests.Fixtures;

internal enum FaultKind
{
    None,
    Refuse,
    ResetOnAccept,
    ResetMidAnswer,
    Blackhole,
    Garbage,
    HalfClose,
    Delay,
}
