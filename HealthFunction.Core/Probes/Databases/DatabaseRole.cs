using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>The required role of a server, by <c>Target Session Attributes</c>. A preference alone excludes no server.</summary>
internal enum DatabaseRole
{
    Any,
    Primary,
    Standby,
    ReadWrite,
    ReadOnly,
}

internal static class DatabaseRoles
{
    public static DatabaseRole Read(NpgsqlConnectionStringBuilder settings) =>
        (settings.TargetSessionAttributes ?? Environment.GetEnvironmentVariable("PGTARGETSESSIONATTRS"))?.ToUpperInvariant() switch
        {
            "PRIMARY" => DatabaseRole.Primary,
            "STANDBY" => DatabaseRole.Standby,
            "READ-WRITE" => DatabaseRole.ReadWrite,
            "READ-ONLY" => DatabaseRole.ReadOnly,
            _ => DatabaseRole.Any,
        };

    /// <summary>Whether a server in this state has the role.</summary>
    public static bool Admits(this DatabaseRole role, bool isStandby, bool isReadOnly) => role switch
    {
        DatabaseRole.Primary => !isStandby,
        DatabaseRole.Standby => isStandby,
        DatabaseRole.ReadWrite => !isStandby && !isReadOnly,
        DatabaseRole.ReadOnly => isStandby || isReadOnly,
        _ => true,
    };
}
