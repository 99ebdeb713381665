using RabbitMQ.Client;

namespace Recipes;

internal static class RabbitMqRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var second = TimeSpan.FromSeconds(1);
        var broker = new ConnectionFactory
        {
            Uri = new Uri(connection),
            NetworkRecoveryInterval = second,
            RequestedConnectionTimeout = second,
            HandshakeContinuationTimeout = second,
            ContinuationTimeout = second,
        };
        IConnection? kept = null;
        health.AddRabbitMQ(async _ => kept ??= await broker.CreateConnectionAsync(), name: "rabbitmq.orders");
    }
}
