namespace HealthFunction.Alerts;

/// <summary>The alerter that the settings ask for; null when they name no webhook.</summary>
internal sealed record Alerting(Alerter? Alerter) : IDisposable
{
    public void Dispose() => Alerter?.Dispose();
}
