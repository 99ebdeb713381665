using System.Net;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using StackExchange.Redis;

namespace HealthFunction.Load;

/// <summary>Microsoft's health checks, and each dependency by itself through a plain client that is kept.</summary>
public sealed class StockFunctions(HealthCheckService checks, NpgsqlDataSource database, IConnectionMultiplexer cache, TableServiceClient tables)
{
    [Function("Health")]
    public async Task<HttpResponseData> CheckAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "health")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var report = await checks.CheckHealthAsync();
        var response = request.CreateResponse(report.Status == HealthStatus.Healthy ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        response.Headers.Add("Content-Type", "text/plain");
        await response.WriteStringAsync(report.Status.ToString());
        return response;
    }

    [Function("Database")]
    public async Task<HttpResponseData> QueryAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "database")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync();
        return request.CreateResponse(HttpStatusCode.OK);
    }

    [Function("Cache")]
    public async Task<HttpResponseData> PingAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "cache")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await cache.GetDatabase().PingAsync();
        return request.CreateResponse(HttpStatusCode.OK);
    }

    [Function("Table")]
    public async Task<HttpResponseData> ReadAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "table")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await tables.GetTableClient("healthfunction").GetEntityIfExistsAsync<TableEntity>("none", "none");
        return request.CreateResponse(HttpStatusCode.OK);
    }

    [Function("Query")]
    public async Task<HttpResponseData> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "query")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await foreach (var _ in tables.QueryAsync(filter: "false"))
        {
            break;
        }

        return request.CreateResponse(HttpStatusCode.OK);
    }
}
