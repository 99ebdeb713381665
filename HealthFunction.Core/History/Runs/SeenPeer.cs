namespace HealthFunction.History.Runs;

/// <summary>What was seen of a peer beside a run.</summary>
/// <param name="Source">The peer's source.</param>
/// <param name="State">How it was found.</param>
internal readonly record struct SeenPeer(string Source, PeerState State);
