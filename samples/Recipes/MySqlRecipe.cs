using MySqlConnector;

namespace Recipes;

internal static class MySqlRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        var shop = new MySqlDataSource(connection + ";Connection Timeout=1;Cancellation Timeout=-1");
        health.AddCall("mysql.shop", async stop =>
        {
            await using var command = shop.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(stop);
        });
    }
}
