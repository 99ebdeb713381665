using Recipes;

var recipes = new Dictionary<string, Action<IHealthChecksBuilder, string>>
{
    ["SqlServer"] = SqlServerRecipe.Add,
    ["MySql"] = MySqlRecipe.Add,
    ["MongoDb"] = MongoDbRecipe.Add,
    ["RabbitMq"] = RabbitMqRecipe.Add,
    ["ServiceBus"] = ServiceBusRecipe.Add,
    ["Blob"] = BlobRecipe.Add,
    ["Queue"] = QueueRecipe.Add,
    ["KeyVault"] = KeyVaultRecipe.Add,
    ["Cosmos"] = CosmosRecipe.Add,
    ["Kafka"] = KafkaRecipe.Add,
    ["Memcached"] = MemcachedRecipe.Add,
};

var builder = WebApplication.CreateBuilder(args);
var health = builder.AddHealthFunction();
foreach (var (name, add) in recipes)
{
    if (builder.Configuration[$"Recipes:{name}"] is { Length: > 0 } connection)
    {
        add(health, connection);
    }
}

var app = builder.Build();
app.MapHealthFunction("shop");
await app.RunAsync();
