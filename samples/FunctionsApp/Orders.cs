using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Shop;

/// <summary>The app's own function.</summary>
public static class Orders
{
    [Function("TakeOrder")]
    public static async Task<HttpResponseData> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequestData request)
    {
        var book = (OrderBook)request.FunctionContext.InstanceServices.GetService(typeof(OrderBook))!;
        var response = request.CreateResponse(HttpStatusCode.Created);
        await response.WriteStringAsync($"Order {book.Take()}");
        return response;
    }
}
