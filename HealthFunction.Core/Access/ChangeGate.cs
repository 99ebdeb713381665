using System.Net;
using System.Security.Cryptography;
using System.Text;
using HealthFunction.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Access;

/// <summary>
/// Finds out who asks for a change: the host may have admitted the caller by a key or a policy of its own, or the request has
/// <c>Health__AdminKey</c>.
/// </summary>
internal sealed partial class ChangeGate(AdminKeyOptions options, AccessOptions access, TimeProvider time, ILogger<ChangeGate> logger)
{
    /// <summary>The header in which the Functions host accepts a key too, so that one line suits every host.</summary>
    public const string KeyHeader = "x-functions-key";

    /// <summary>The name of the key in the audit.</summary>
    public const string KeyName = "Health__AdminKey";

    private readonly byte[]? _key = options.Key is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;
    private readonly LogPace _pace = new(time);

    /// <summary>The name of the key or the user; null if the caller may not change anything.</summary>
    public string? WhoChanges(SurfaceRequest request) => request.AdmittedAs ?? (HasKey(request) ? KeyName : null);

    public IPAddress? AddressOf(SurfaceRequest request) =>
        ClientAddress.Find(request.Peer, request.Header(AccessGate.ForwardedFor), access.TrustedProxies);

    /// <summary>The answer to a caller who may not change anything. It is logged at most once a minute.</summary>
    public HttpAnswer Refuse(SurfaceRequest request)
    {
        if (_pace.TryTake(out var skipped))
        {
            RefusedChange(logger, AddressOf(request)?.ToString() ?? "unknown", skipped);
        }

        return Problem.Unauthorized(_key is null
            ? "Changes need a caller that the app has authorized; this one has no key of its own (Health__AdminKey)."
            : $"Changes need the key, in the header {KeyHeader}.");
    }

    /// <summary>The digests are compared in constant time, and all of them have one length.</summary>
    private bool HasKey(SurfaceRequest request) =>
        _key is not null
        && request.Header(KeyHeader) is { Length: > 0 and <= AdminKeyOptions.MaxLength } given
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _key);

    [LoggerMessage(EventIds.RefusedChange, LogLevel.Warning, "Refused a change that {Address} asked for without a key or with a wrong one ({Skipped} more since this was last logged)")]
    private static partial void RefusedChange(ILogger logger, string address, long skipped);
}
