using Azure.Storage.Queues;

namespace Recipes;

internal static class QueueRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var orders = new QueueClient(connection, "orders", new() { Retry = { MaxRetries = 0 } });
        health.AddCall("queue.orders", stop => orders.PeekMessageAsync(stop));
    }
}
