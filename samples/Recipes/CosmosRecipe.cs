using Microsoft.Azure.Cosmos;

namespace Recipes;

internal static class CosmosRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var orders = new CosmosClient(connection).GetContainer("shop", "orders");
        health.AddCall("cosmos.orders", stop => orders.ReadContainerAsync(cancellationToken: stop));
    }
}
