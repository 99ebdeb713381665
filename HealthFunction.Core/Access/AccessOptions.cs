using HealthFunction.Settings;

namespace HealthFunction.Access;

/// <summary>Which callers are admitted; all, unless one of these is set.</summary>
internal sealed class AccessOptions
{
    /// <summary>Callers have to come from one of these; empty admits all.</summary>
    public NetworkList AllowedNetworks { get; init; } = NetworkList.Empty;

    /// <summary>Proxies whose X-Forwarded-For is trusted, in addition to the platform's own front end.</summary>
    public NetworkList TrustedProxies { get; init; } = NetworkList.Empty;

    /// <summary>The X-Azure-FDID that requests must have; null admits requests without it.</summary>
    public Guid? FrontDoorId { get; init; }

    public static AccessOptions Read(SettingsSection health) => new()
    {
        AllowedNetworks = Networks(health, "AllowedNetworks"),
        TrustedProxies = Networks(health, "TrustedProxies"),
        FrontDoorId = health.Id("FrontDoorId"),
    };

    private static NetworkList Networks(SettingsSection health, string key)
    {
        if (health.Text(key) is not { } text)
        {
            return NetworkList.Empty;
        }

        if (!NetworkList.TryParse(text, out var list, out var fault))
        {
            health.Child(key).Fault($"has the entry \"{fault}\"; it accepts {NetworkList.Form}.");
            return NetworkList.Empty;
        }

        // An empty list would admit everybody, which is not what the operator meant by a setting of commas.
        if (list.IsEmpty)
        {
            health.Child(key).Fault($"has no entry; it accepts {NetworkList.Form}.");
        }

        return list;
    }
}
