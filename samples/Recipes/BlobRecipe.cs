using Azure.Storage.Blobs;

namespace Recipes;

internal static class BlobRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var invoices = new BlobContainerClient(connection, "invoices", new() { Retry = { MaxRetries = 0 } });
        health.AddCall("blob.invoices", stop => invoices.GetPropertiesAsync(cancellationToken: stop));
    }
}
