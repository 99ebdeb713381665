using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Recipes;

internal static class KafkaRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var kafka = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = connection }).Build();
        var orders = TopicCollection.OfTopicNames(["orders"]);
        health.AddCall("kafka.orders", _ => kafka.DescribeTopicsAsync(orders, new() { RequestTimeout = TimeSpan.FromSeconds(2) }));
    }
}
