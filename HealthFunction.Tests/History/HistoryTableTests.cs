using System.Text.Json;
using Azure.Data.Tables;
using HealthFunction.History.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Answers of the real service that Azurite does not give.</summary>
public sealed class HistoryTableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(403, "AuthorizationFailure")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(503, "ServerBusy")]
    public async Task A_temporary_error_is_unavailable_and_the_run_waits(int status, string code)
    {
        await using var service = await AnswerAsync(status, code);
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => NewWriter(service).WriteAsync([At(Noon, Up("a"))], Token));
    }

    [Theory]
    [InlineData(400, "PropertyValueTooLarge")]
    [InlineData(413, "RequestBodyTooLarge")]
    public async Task A_permanent_error_is_a_rejection(int status, string code)
    {
        await using var service = await AnswerAsync(status, code);
        await Assert.ThrowsAsync<HistoryRejectedException>(() => NewWriter(service).WriteAsync([At(Noon, Up("a"))], Token));
    }

    private static RunWriter NewWriter(WebApplication service)
    {
        var client = new TableClient(
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint={service.Urls.Single()}/a;",
            "HealthHistory",
            new TableClientOptions { Retry = { MaxRetries = 0 } });
        return new RunWriter(new HistoryTable(client, "test", TimeSpan.FromSeconds(5), TimeProvider.System), TimeProvider.System);
    }

    /// <summary>A service with an empty table that answers every write with the error.</summary>
    private static async Task<WebApplication> AnswerAsync(int status, string code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = builder.Build();
        service.Run(context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                return context.Response.WriteAsJsonAsync(new { value = Array.Empty<object>() }, Token);
            }

            context.Response.StatusCode = status;
            context.Response.Headers["x-ms-error-code"] = code;
            context.Response.ContentType = "application/json";
            var error = new Dictionary<string, object> { ["odata.error"] = new { code, message = new { lang = "en-US", value = code } } };
            return context.Response.WriteAsync(JsonSerializer.Serialize(error), Token);
        });
        await service.StartAsync(Token);
        return service;
    }
}
