using Azure.Messaging.ServiceBus;

namespace Recipes;

internal static class ServiceBusRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var orders = new ServiceBusClient(connection).CreateReceiver("orders");
        health.AddCall("servicebus.orders", stop => orders.PeekMessageAsync(cancellationToken: stop));
    }
}
