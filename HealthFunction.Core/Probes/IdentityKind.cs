namespace HealthFunction.Probes;

/// <summary>How the app authenticates to a dependency.</summary>
internal enum IdentityKind
{
    /// <summary>With the credentials in the connection string.</summary>
    ConnectionString,

    /// <summary>With a Microsoft Entra ID token of the app's own identity; the connection string contains no secret.</summary>
    Entra,
}
