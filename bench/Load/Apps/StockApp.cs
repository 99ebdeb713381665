using HealthFunction.Checks;
using HealthFunction.Probes;
using HealthFunction.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Load.Apps;

/// <summary>A plain ASP.NET Core app with Microsoft's own health check middleware and the same probes as this project.</summary>
internal static class StockApp
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHealthOptions(CheckOptions.Read).AddProbes();
        await using var app = builder.Build();
        app.UseHealthChecks("/api/health");
        await app.StartAsync();

        // The fixtures read the port from this line.
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await Console.Out.WriteLineAsync($"Self-host listening on {addresses.First()}");
        await app.WaitForShutdownAsync();
    }
}
