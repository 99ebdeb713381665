using HealthFunction.Access;
using HealthFunction.Checks;
using HealthFunction.Formats;
using HealthFunction.Probes;
using HealthFunction.Settings;
using HealthFunction.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

HeadStart.Add(builder.Services, builder.Configuration)
    .AddHealthSettings()
    .AddProbes()
    .AddHealthRunner()
    .AddAccessGate()
    .AddAnswers()
    .AddAlerts()
    .AddHistory()
    .AddTelemetry(builder.Configuration);

// A check of your own is one line more, and from then on part of every answer:
// builder.Services.AddHealthChecks().AddCheck<OrdersQueueCheck>("queue.orders");

var host = builder.Build();
var faults = StartUpFaults.Find(host);
if (faults.Count > 0)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, faults.Select(f => $"error: {f}")));
    return 1;
}

await host.RunAsync();
return 0;
