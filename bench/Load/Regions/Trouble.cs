namespace HealthFunction.Load.Regions;

/// <summary>What is done to a region.</summary>
internal enum TroubleKind
{
    CacheRefuses,
    CacheIsSilent,
    DatabaseRefuses,
    DatabaseIsSilent,
    StorageIsSilent,
    AppIsFrozen,
    AppIsKilled,
    Drained,
}

/// <summary>One trouble of a region, from the moment it begins to take effect until it has ended.</summary>
internal sealed class Trouble(TroubleKind kind, DateTimeOffset from)
{
    public TroubleKind Kind => kind;

    public DateTimeOffset From => from;

    /// <summary>When all of it was in effect; null until then.</summary>
    public DateTimeOffset? InEffect { get; set; }

    /// <summary>When its end began; null until then.</summary>
    public DateTimeOffset? Ending { get; set; }

    /// <summary>When all of it was undone; null until then.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>The check that has to be DOWN meanwhile; null if no check has to.</summary>
    public string? Check => kind switch
    {
        TroubleKind.CacheRefuses or TroubleKind.CacheIsSilent => "cache.default",
        TroubleKind.DatabaseRefuses or TroubleKind.DatabaseIsSilent => "database.default",
        TroubleKind.Drained => "drain",
        _ => null,
    };

    /// <summary>Whether the app cannot answer or record meanwhile.</summary>
    public bool IsOfTheApp => kind is TroubleKind.AppIsFrozen or TroubleKind.AppIsKilled;
}
