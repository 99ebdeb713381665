namespace HealthFunction.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to its connections.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>Everything goes through.</summary>
    public static Fault None { get; } = new(FaultKind.None);

    /// <summary>No listener; connections that were open are reset.</summary>
    public static Fault Refuse { get; } = new(FaultKind.Refuse);

    /// <summary>Connections are taken and reset at once; those that were open, too.</summary>
    public static Fault ResetOnAccept { get; } = new(FaultKind.ResetOnAccept);

    /// <summary>Connections are taken, old and new, what they send is swallowed, and nothing comes back.</summary>
    public static Fault Blackhole { get; } = new(FaultKind.Blackhole);

    /// <summary>Whatever is asked is answered with bytes that are no protocol.</summary>
    public static Fault Garbage { get; } = new(FaultKind.Garbage);

    /// <summary>The server's side sends FIN and goes on reading.</summary>
    public static Fault HalfClose { get; } = new(FaultKind.HalfClose);

    public int Bytes { get; private init; }

    public TimeSpan Time { get; private init; }

    internal FaultKind Kind { get; }

    /// <summary>A connection is reset once so many bytes of answers went through since the fault began.</summary>
    public static Fault ResetMidAnswer(int afterBytes) => new(FaultKind.ResetMidAnswer) { Bytes = afterBytes };

    /// <summary>Each piece of an answer is held back for so long.</summary>
    public static Fault Delay(TimeSpan time) => new(FaultKind.Delay) { Time = time };

    public override string ToString() => Kind switch
    {
        FaultKind.ResetMidAnswer => FormattableString.Invariant($"reset after {Bytes} bytes"),
        FaultKind.Delay => FormattableString.Invariant($"delay of {Time.TotalMilliseconds:0} ms"),
        _ => Kind.ToString(),
    };
}
