using HealthFunction.Checks;

namespace HealthFunction.SeedHistory;

/// <summary>A time in which a check is not UP.</summary>
internal sealed record Outage(DateTimeOffset Start, DateTimeOffset End, Verdict Verdict, string Error, TimeSpan Duration);
