namespace HealthFunction.Access;

/// <summary>Who may ask; nobody is refused unless one of these is set.</summary>
internal sealed class AccessOptions
{
    /// <summary>Callers have to come from one of these; empty admits all.</summary>
    public NetworkList AllowedNetworks { get; set; } = NetworkList.Empty;

    /// <summary>Proxies whose X-Forwarded-For is believed, beside the platform's own front end.</summary>
    public NetworkList TrustedProxies { get; set; } = NetworkList.Empty;

    /// <summary>The X-Azure-FDID that requests have to bear; null admits requests without.</summary>
    public string? FrontDoorId { get; set; }
}
