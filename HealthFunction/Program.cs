using HealthFunction.Probes;
using HealthFunction.Settings;
using HealthFunction.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

// To add your own check, which then is part of every answer: .AddCheck<OrdersQueueCheck>("queue.orders")
builder.AddHealthFunction();
builder.Services.AddTelemetry(builder.Configuration);
WarmUp.Begin(builder.Services, builder.Configuration);

var host = builder.Build();
if (await StartUpFaults.ReportAsync(host))
{
    return 1;
}

await host.RunAsync();
return 0;
