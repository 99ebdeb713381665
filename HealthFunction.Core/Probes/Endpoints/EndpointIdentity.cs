namespace HealthFunction.Probes.Endpoints;

/// <summary>Whether an endpoint gets a token of the app's own identity.</summary>
internal enum EndpointIdentity
{
    None,

    /// <summary>A Microsoft Entra ID token for the endpoint's audience.</summary>
    Entra,
}
