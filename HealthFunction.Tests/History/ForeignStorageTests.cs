using System.Net;
using System.Text;
using Azure.Data.Tables;
using HealthFunction.History.Recent;
using HealthFunction.History.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>
/// History pointed at a server that is not a table service, and rows that this app did not write: 503 where rows are requested, never
/// 500.
/// </summary>
public sealed class ForeignStorageTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));

    [Theory]
    [InlineData(200, "application/json", "{}")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", "{\"value\":null}")]
    [InlineData(200, "application/json", "{\"value\":7}")]
    [InlineData(200, "application/json", "{\"value\":[7]}")]
    [InlineData(200, "application/json", "{\"value\":[{}]}")]
    [InlineData(200, "application/json", "{\"value\":[{\"PartitionKey\":\"test\",\"RowKey\":5}]}")]
    [InlineData(200, "application/json", "{\"value\":[{\"PartitionKey\":\"test\",\"RowKey\":\"z\"}]}")]
    [InlineData(200, "application/json", "{\"value\":[{\"PartitionKey\":\"test\",\"RowKey\":\"d20260314.000\",\"Data@odata.type\":\"Edm.Int64\",\"Data\":\"x\"}]}")]
    [InlineData(200, "text/html", "<html>")]
    [InlineData(200, "text/html", "")]
    [InlineData(202, "text/plain", "accepted")]
    [InlineData(202, "multipart/mixed; boundary=b", "--b")]
    [InlineData(204, "text/plain", "")]
    [InlineData(302, "text/html", "")]
    [InlineData(400, "text/html", "bad")]
    [InlineData(401, "text/html", "")]
    [InlineData(404, "text/html", "no such page")]
    [InlineData(409, "application/json", "{}")]
    [InlineData(412, "text/plain", "")]
    [InlineData(413, "text/plain", "")]
    [InlineData(500, "text/plain", "")]
    public async Task A_server_that_is_not_a_table_service_is_unavailable_to_readers_and_loses_no_run(int status, string type, string body)
    {
        await using var server = await ServeAsync(status, type, body);
        var url = server.Urls.Single();
        var table = new TestTable($"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint={url}/a;", "HealthHistory");
        var routes = new HistoryRoutes(table.Table, _time);
        Assert.Equal(503, (await routes.RunsAsync()).Status);
        Assert.Equal(503, (await routes.UptimeAsync()).Status);
        Assert.Equal(HistoryState.Unavailable, (await Recent(table).GetAsync()).State);
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => table.Table.SubmitAsync([RowChange.Add(new Row("x"))], Token));
    }

    public static TheoryData<string, object?> RunColumns => new()
    {
        { "Checks", 7 },
        { "Checks", "" },
        { "Checks", "{" },
        { "Checks", "[]" },
        { "Checks", "{\"a\": 5}" },
        { "Checks", "{\"a\": {\"status\": \"UP\", \"ms\": \"1\"}}" },
        { "Checks", "{\"a\": {\"status\": \"UP\", \"ms\": 1e300}}" },
        { "Checks", "{\"a\": {\"status\": 1, \"ms\": 1}}" },
        { "Checks", "{\"a\": {\"status\": \"UP\", \"ms\": 1, \"error\": 5}}" },
        { "Checks", null },
        { "Status", 3 },
        { "Status", "FINE" },
        { "Status", null },
        { "Milliseconds", 1e300 },
        { "Milliseconds", -1e300 },
        { "Milliseconds", "5" },
        { "Error", 5 },
        { "Planned", true },
    };

    [Theory]
    [MemberData(nameof(RunColumns))]
    public async Task A_run_row_that_this_app_did_not_write_is_reported(string column, object? value)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        var row = (await table.Client.GetEntityAsync<TableEntity>(table.Table.Partition, RowKeys.Run(Noon), cancellationToken: Token)).Value;
        if (value is null)
        {
            row.Remove(column);
        }
        else
        {
            row[column] = value;
        }

        await table.Client.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Token);
        var answer = await new HistoryRoutes(table.Table, _time).RunsAsync();
        Assert.Equal(503, answer.Status);
        Assert.Contains("cannot read", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_row_without_its_time_has_it_in_its_key()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        var row = (await table.Client.GetEntityAsync<TableEntity>(table.Table.Partition, RowKeys.Run(Noon), cancellationToken: Token)).Value;
        row.Remove("Time");
        await table.Client.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Token);
        Assert.Equal(200, (await new HistoryRoutes(table.Table, _time).RunsAsync()).Status);
        Assert.Equal(Noon, Assert.Single(await table.RunsAsync()).Time);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("rabc")]
    [InlineData("r99999999999999999999")]
    [InlineData("r-000000000000000001")]
    public async Task A_key_that_is_not_one_of_a_run_is_reported(string key)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        await table.Client.AddEntityAsync(new TableEntity(table.Table.Partition, key), Token);
        Assert.Equal(503, (await new HistoryRoutes(table.Table, _time).RunsAsync()).Status);
    }

    [Theory]
    [InlineData("d20260314.000", "text")]
    [InlineData("d20260314.000", 7)]
    [InlineData("d20260314.000", null)]
    [InlineData("d20260314.0000", null)]
    [InlineData("d20260314", null)]
    [InlineData("d20260313x000", null)]
    public async Task A_day_row_that_this_app_did_not_write_is_503_and_the_page_goes_on_without(string key, object? data)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.Client.CreateIfNotExistsAsync(Token);
        var row = new TableEntity(table.Table.Partition, key);
        if (data is not null)
        {
            row["Data"] = data;
        }

        await table.Client.AddEntityAsync(row, Token);
        Assert.Equal(503, (await new HistoryRoutes(table.Table, _time).UptimeAsync()).Status);
        Assert.Equal(HistoryState.Unavailable, (await Recent(table).GetAsync()).State);
    }

    private RecentHistory Recent(TestTable table) => new(
        table.Table,
        new HistoryViewBuilder(new Dictionary<string, IReadOnlyList<string>>()),
        _time,
        NullLogger<RecentHistory>.Instance);

    private static async Task<WebApplication> ServeAsync(int status, string type, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://{IPAddress.Loopback}:0");
        app.Run(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status == StatusCodes.Status302Found ? "/elsewhere" : default;
            if (status != StatusCodes.Status204NoContent)
            {
                context.Response.ContentType = type;
                await context.Response.WriteAsync(body);
            }
        });
        await app.StartAsync(Token);
        return app;
    }
}
