using Azure.Data.Tables;
using HealthFunction.Load;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StackExchange.Redis;

var builder = FunctionsApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection("Health");
builder.Services.AddSingleton(NpgsqlDataSource.Create(settings["Databases:default"]!));
builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(settings["Caches:default"]!));
builder.Services.AddSingleton(new TableServiceClient(settings["Tables:default"]));
builder.Services.AddHealthChecks()
    .AddNpgSql()
    .AddRedis(services => services.GetRequiredService<IConnectionMultiplexer>())
    .AddCheck<TableCheck>("tables");
await builder.Build().RunAsync();
