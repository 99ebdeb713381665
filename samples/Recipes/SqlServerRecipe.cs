namespace Recipes;

internal static class SqlServerRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        health.AddSqlServer(connection, name: "sqlserver.shop");
    }
}
