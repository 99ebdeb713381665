namespace HealthFunction.Testing;

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
