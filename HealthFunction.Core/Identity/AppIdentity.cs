using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using HealthFunction.Net;

namespace HealthFunction.Identity;

/// <summary>Makes the credentials of the app's own identity in Microsoft Entra ID.</summary>
internal static class AppIdentity
{
    private const string ClientIdVariable = "AZURE_CLIENT_ID";

    /// <summary>Above the timeouts of the client library, which decide.</summary>
    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(30);

    private static readonly HttpClientTransport Transport = new(new HttpClient(HttpHandlers.Create(MaxConnectTime)) { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>The identity that is available: the platform's on Azure, the developer's on a laptop.</summary>
    /// <param name="clientId">The user-assigned identity that a setting names; null or empty means the one of AZURE_CLIENT_ID.</param>
    public static TokenCredential AtHand(string? clientId) =>
        new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId(clientId), Transport = Transport });

    /// <summary>Only the platform's identity.</summary>
    /// <param name="clientId">The user-assigned identity that a setting names; null or empty means the system-assigned one.</param>
    public static TokenCredential Managed(string? clientId) => new ManagedIdentityCredential(
        new ManagedIdentityCredentialOptions(
            string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
        {
            Transport = Transport,
        });

    /// <summary>The client id of the user-assigned identity to use; null means the system-assigned one.</summary>
    public static string? ClientId(string? setting) =>
        string.IsNullOrEmpty(setting) ? Environment.GetEnvironmentVariable(ClientIdVariable) is { Length: > 0 } id ? id : null : setting;
}
