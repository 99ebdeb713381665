using Microsoft.Extensions.Options;

namespace HealthFunction.Telemetry;

/// <summary>Stops the start on a fault, as every other wrong setting does.</summary>
internal sealed class TelemetryFaults(IReadOnlyList<string> faults) : IValidateOptions<TelemetryFaults.Marker>
{
    public ValidateOptionsResult Validate(string? name, Marker options) => ValidateOptionsResult.Fail(faults);

    /// <summary>Options without any content: there is nothing to read once there is a fault.</summary>
    internal sealed class Marker;
}
