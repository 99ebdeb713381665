using System.Security.Cryptography;
using HealthFunction.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Access;

/// <summary>Refuses callers before any work is done for them. A caller has to pass every gate that is set.</summary>
internal sealed partial class AccessGate
{
    public const string ForwardedFor = "X-Forwarded-For";
    public const string FrontDoorId = "X-Azure-FDID";

    private readonly AccessOptions _options;
    private readonly LogPace _frontDoorPace;
    private readonly LogPace _addressPace;
    private readonly ILogger _logger;

    public AccessGate(AccessOptions options, TimeProvider time, ILogger<AccessGate> logger)
    {
        _options = options;
        _frontDoorPace = new LogPace(time);
        _addressPace = new LogPace(time);
        _logger = logger;
    }

    /// <summary>Whether some callers would be refused.</summary>
    public bool IsSet => _options.FrontDoorId is not null || !_options.AllowedNetworks.IsEmpty;

    /// <summary>Whether the caller may be answered. Refusals are logged here, at most one per minute.</summary>
    public bool Admits(SurfaceRequest request)
    {
        if (_options.FrontDoorId is { } required && !IsFrontDoor(request.Header(FrontDoorId), required))
        {
            if (_frontDoorPace.TryTake(out var others))
            {
                RefusedFrontDoor(_logger, others);
            }

            return false;
        }

        if (_options.AllowedNetworks.IsEmpty)
        {
            return true;
        }

        var address = ClientAddress.Find(request.Peer, request.Header(ForwardedFor), _options.TrustedProxies);
        if (address is not null && _options.AllowedNetworks.Contains(address))
        {
            return true;
        }

        if (_addressPace.TryTake(out var skipped))
        {
            RefusedAddress(_logger, address?.ToString() ?? "unknown", skipped);
        }

        return false;
    }

    /// <summary>
    /// Compares the values, because a GUID is the same in either letter case, and in constant time, because it admits callers.
    /// </summary>
    private static bool IsFrontDoor(string? id, Guid required) =>
        Guid.TryParseExact(id, "D", out var given) && CryptographicOperations.FixedTimeEquals(given.ToByteArray(), required.ToByteArray());

    [LoggerMessage(EventIds.RefusedFrontDoor, LogLevel.Warning, "Refused a request that did not come through the configured Front Door (X-Azure-FDID is missing or another; {Skipped} more since this was last logged)")]
    private static partial void RefusedFrontDoor(ILogger logger, long skipped);

    [LoggerMessage(EventIds.RefusedAddress, LogLevel.Warning, "Refused a request from {Address}, which is in none of Health__AllowedNetworks ({Skipped} more since this was last logged)")]
    private static partial void RefusedAddress(ILogger logger, string address, long skipped);
}
