namespace HealthFunction.Tests.Telemetry;

/// <summary>One measurement; its attributes as <c>name=value name=value</c>, in the order in which they came.</summary>
internal sealed record Measured(string Instrument, double Value, string Tags);
