namespace HealthFunction.Probes;

/// <summary>How the app proves to a dependency who it is.</summary>
internal enum IdentityKind
{
    /// <summary>By what the connection string holds.</summary>
    ConnectionString,

    /// <summary>By a Microsoft Entra ID token of the app's own identity; the connection string holds no secret.</summary>
    Entra,
}
