namespace HealthFunction.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to its connections.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>Everything goes through.</summary>
    public static Fault None { get; } = new(FaultKind.None);

    /// <summary>No listener; connections that were open are reset.</summary>
    public static Fault Refuse { get; } = new(FaultKind.Refuse);

    /// <summary>Connections are accepted and reset at once; open ones are reset, too.</summary>
    public static Fault ResetOnAccept { get; } = new(FaultKind.ResetOnAccept);

    /// <summary>Old and new connections stay open; what they send is swallowed, and nothing comes back.</summary>
    public static Fault Blackhole { get; } = new(FaultKind.Blackhole);

    /// <summary>Every request is answered with bytes that belong to no protocol.</summary>
    public static Fault Garbage { get; } = new(FaultKind.Garbage);

    /// <summary>The server's side sends FIN and continues to read.</summary>
    public static Fault HalfClose { get; } = new(FaultKind.HalfClose);

    public int Bytes { get; private init; }

    public TimeSpan Time { get; private init; }

    internal FaultKind Kind { get; }

    /// <summary>A connection is reset after this many bytes of answers since the fault began.</summary>
    public static Fault ResetMidAnswer(int afterBytes) => new(FaultKind.ResetMidAnswer) { Bytes = afterBytes };

    /// <summary>Each piece of an answer is delayed by this time.</summary>
    public static Fault Delay(TimeSpan time) => new(FaultKind.Delay) { Time = time };

    public override string ToString() => Kind switch
    {
        FaultKind.ResetMidAnswer => FormattableString.Invariant($"reset after {Bytes} bytes"),
        FaultKind.Delay => FormattableString.Invariant($"delay of {Time.TotalMilliseconds:0} ms"),
        _ => Kind.ToString(),
    };
}
