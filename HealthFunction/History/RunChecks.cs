using HealthFunction.Checks;

namespace HealthFunction.History;

/// <summary>Runs all checks now and gives what they found.</summary>
internal delegate Task<HealthReport> RunChecks(CancellationToken cancellationToken);
