using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace Recipes;

internal static class KeyVaultRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var vault = new SecretClient(new Uri(connection), new DefaultAzureCredential(), new() { Retry = { MaxRetries = 0 } });
        health.AddCall("keyvault.shop", stop => vault.GetSecretAsync("health", cancellationToken: stop));
    }
}
