using Azure.Core;
using Azure.Identity;

namespace HealthFunction.Identity;

/// <summary>Makes the credentials with which the app shows who it is, by Microsoft Entra ID.</summary>
internal static class AppIdentity
{
    private const string ClientIdVariable = "AZURE_CLIENT_ID";

    /// <summary>The identity that is at hand: the platform's on Azure, the developer's on a laptop.</summary>
    /// <param name="clientId">The user-assigned identity that a setting names; null or empty takes the one of AZURE_CLIENT_ID.</param>
    public static TokenCredential AtHand(string? clientId) =>
        new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId(clientId) });

    /// <summary>The platform's identity and no other.</summary>
    /// <param name="clientId">The user-assigned identity that a setting names; null or empty takes the system-assigned one.</param>
    public static TokenCredential Managed(string? clientId) => new ManagedIdentityCredential(
        string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));

    /// <summary>The client id of the user-assigned identity to take; null takes the system-assigned one.</summary>
    public static string? ClientId(string? setting) =>
        string.IsNullOrEmpty(setting) ? Environment.GetEnvironmentVariable(ClientIdVariable) is { Length: > 0 } id ? id : null : setting;
}
