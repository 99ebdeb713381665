using MongoDB.Bson;
using MongoDB.Driver;

namespace Recipes;

internal static class MongoDbRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var shop = new MongoClient(connection).GetDatabase("shop");
        health.AddCall("mongodb.shop", stop => shop.RunCommandAsync<BsonDocument>("{ ping: 1 }", cancellationToken: stop));
    }
}
