using HealthFunction.Probes;
using HealthFunction.SelfHost;
using HealthFunction.Settings;
using HealthFunction.Telemetry;
using Microsoft.AspNetCore.Builder;

try
{
    var commandLine = CommandLine.Parse(args);
    var local = commandLine.Check?.SettingsFile is { } file ? LocalSettings.ReadFile(file) : LocalSettings.Read(AppContext.BaseDirectory);
    SelfHostBuilder.AddToEnvironment(local);
    var builder = SelfHostBuilder.Create(commandLine, local);

    // To add your own check, which then is part of every answer: .AddCheck<OrdersQueueCheck>("queue.orders")
    builder.AddHealthFunction();
    builder.Services.AddTelemetry(builder.Configuration);
    WarmUp.Begin(builder.Services, builder.Configuration);

    await using var app = builder.Build();
    if (await StartUpFaults.ReportAsync(app))
    {
        return commandLine.Check is null ? StartupException.CannotStart : CheckCommand.NoVerdict;
    }

    if (commandLine.Check is { } check)
    {
        return await check.RunAsync(app.Services);
    }

    app.Use(RequestSize.RefuseLongBodiesAsync);
    app.MapHealthFunction();
    app.MapRecordEndpoint();
    app.MapSignpost();
    await Listener.RunAsync(app);
    return 0;
}
catch (StartupException e)
{
    await (e.ExitCode == 0 ? Console.Out : Console.Error).WriteLineAsync(e.Message);
    return e.ExitCode == 0 || !args.Contains(CheckCommand.Verb) ? e.ExitCode : CheckCommand.NoVerdict;
}
