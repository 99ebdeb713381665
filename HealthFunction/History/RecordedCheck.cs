using HealthFunction.Checks;

namespace HealthFunction.History;

/// <summary>What one check found in a recorded run.</summary>
internal readonly record struct RecordedCheck(string Name, Verdict Verdict, TimeSpan Duration, string? Error);
