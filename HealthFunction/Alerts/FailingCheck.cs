using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>A check that was not UP, with its public error text.</summary>
internal sealed record FailingCheck(string Name, Verdict Verdict, string? Error);
