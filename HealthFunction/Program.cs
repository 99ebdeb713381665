using System.Runtime.InteropServices;
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

// After 0 the host assumes that the end was intended: it starts no other worker, and requests wait for ever.
var exitCode = 0;
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => exitCode = 128 + 15);
await host.RunAsync();
return exitCode;
