using System.Net;
using HealthFunction.SelfHost.Discovery;
using HealthFunction.SelfHost.Http;
using HealthFunction.SelfHost.Settings;
using HealthFunction.SelfHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost;

internal static class Composition
{
    private const int DefaultPort = 7071;

    // The real host is gone within seconds of being told to stop; a request that takes longer is cut off.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    public static WebApplicationBuilder CreateBuilder(CommandLine commandLine, HostSurroundings surroundings)
    {
        var local = LocalSettings.Read(surroundings.Folder);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Composition).Assembly.GetName().Name,
            ContentRootPath = surroundings.Folder,
            EnvironmentName = surroundings.Environment.GetValueOrDefault("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Production,
        });
        AddConfiguration(web.Configuration, local, surroundings);
        AddLogging(web.Logging, web.Configuration);
        var address = new IPEndPoint(commandLine.Address ?? IPAddress.Loopback, commandLine.Port ?? local.Port ?? DefaultPort);
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, address));
        web.Services.AddSingleton(address);
        web.Services.AddRouting();
        web.Services.TryAddSingleton(TimeProvider.System);
        web.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Grace);
        web.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        return web;
    }

    public static WebApplication Build(WebApplicationBuilder web, HostSurroundings surroundings)
    {
        var settings = HostSettings.From(web.Configuration);
        var functions = FunctionFinder.Find(surroundings.Types);
        web.Services.AddSingleton(settings);
        web.Services.AddSingleton(functions);
        web.Services.AddSingleton<HttpDispatcher>();
        web.Services.AddSingleton<TimerRunner>();
        web.Services.AddSingleton<TimerService>();
        web.Services.AddHostedService(services => services.GetRequiredService<TimerService>());
        var app = web.Build();
        app.UseRouting();
        app.Run(app.Services.GetRequiredService<HttpDispatcher>().InvokeAsync);
        HttpRoutes.Map(app, functions.Http, settings.RoutePrefix);
        new AdminEndpoint(app.Services.GetRequiredService<TimerService>(), functions.Names).Map(app);
        return app;
    }

    private static void AddConfiguration(ConfigurationManager configuration, LocalSettings local, HostSurroundings surroundings)
    {
        configuration.AddInMemoryCollection(HostSettings.ReadFile(surroundings.Folder));
        configuration.AddInMemoryCollection(AsSections(local.Values));
        configuration.AddInMemoryCollection(AsSections(surroundings.Environment));
        if (!surroundings.OwnsProcess)
        {
            return;
        }

        // Libraries that read environment variables themselves find them there under Core Tools.
        foreach (var (name, value) in local.Values.Where(setting => !surroundings.Environment.ContainsKey(setting.Key)))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> AsSections(IReadOnlyDictionary<string, string> settings) =>
        settings.Select(setting => new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });

        // Under Core Tools the log is the functions' own. None spares each request an Activity that nobody listens to.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Kestrel reports bodies that claim to be in chunks and are not as errors of the app, with a stack trace, so that strangers
        // could fill the log. What a function throws is logged by the dispatcher.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);

        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // A start that fails is told once, by whoever awaits it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(configuration.GetSection($"{HostSettings.Section}:logging"));
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MaxRequestBodySize = HttpDispatcher.MaxRequestBody;
        kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
