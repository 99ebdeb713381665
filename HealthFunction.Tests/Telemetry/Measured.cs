namespace HealthFunction.Tests.Telemetry;

/// <summary>One measurement; its attributes as <c>name=value name=value</c>, in their order.</summary>
internal sealed record Measured(string Instrument, double Value, string Tags);
