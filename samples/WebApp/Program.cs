using Microsoft.Extensions.Options;
using Shop;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderBook>();

// A failed start is reported below, with one line for each fault.
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
builder.AddHealthFunction()
    .AddCheck<OrderBookCheck>("orders.book");

var app = builder.Build();
app.MapGet("/", () => Results.Content("<!DOCTYPE html><title>Shop</title><h1>Shop</h1>", "text/html; charset=utf-8"));
app.MapPost("/orders", (OrderBook book) => Results.Text($"Order {book.Take()}", statusCode: StatusCodes.Status201Created));
app.MapHealthFunction("shop");

try
{
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, e.Failures));
    return 1;
}
