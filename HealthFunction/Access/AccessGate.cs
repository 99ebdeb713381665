using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Access;

/// <summary>
/// Turns callers away before anything is done for them. Every gate that is set has to be passed. Public because the function
/// classes, which the worker needs public, take it.
/// </summary>
public sealed partial class AccessGate
{
    internal const string ForwardedFor = "X-Forwarded-For";
    internal const string FrontDoorId = "X-Azure-FDID";

    private readonly AccessOptions _options;
    private readonly byte[] _frontDoorId;
    private readonly ILogger _logger;

    internal AccessGate(AccessOptions options, ILogger<AccessGate> logger)
    {
        _options = options;
        _frontDoorId = Encoding.UTF8.GetBytes(_options.FrontDoorId ?? "");
        _logger = logger;
    }

    /// <summary>Whether the caller may be answered; a refusal is logged here.</summary>
    /// <param name="header">The request's value for a header, several joined by commas; null when it has none.</param>
    internal bool Admits(Func<string, string?> header)
    {
        if (_frontDoorId.Length > 0 && !IsFrontDoor(header(FrontDoorId)))
        {
            RefusedFrontDoor(_logger);
            return false;
        }

        if (_options.AllowedNetworks.IsEmpty)
        {
            return true;
        }

        var address = ClientAddress.Find(header(ForwardedFor), _options.TrustedProxies);
        if (address is not null && _options.AllowedNetworks.Contains(address))
        {
            return true;
        }

        RefusedAddress(_logger, address?.ToString() ?? "unknown");
        return false;
    }

    private bool IsFrontDoor(string? id) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(id ?? ""), _frontDoorId);

    [LoggerMessage(20, LogLevel.Warning, "Refused a request that did not come through the configured Front Door (X-Azure-FDID is missing or another)")]
    private static partial void RefusedFrontDoor(ILogger logger);

    [LoggerMessage(21, LogLevel.Warning, "Refused a request from {Address}, which is in none of Health__AllowedNetworks")]
    private static partial void RefusedAddress(ILogger logger, string address);
}
