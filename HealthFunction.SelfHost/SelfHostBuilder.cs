using System.Net;
using HealthFunction.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace HealthFunction.SelfHost;

/// <summary>A web application builder with only the parts of ASP.NET Core that this program needs, so that it starts faster.</summary>
internal static class SelfHostBuilder
{
    private const int DefaultPort = 7071;

    /// <summary>In bytes.</summary>
    private const int MaxResponseBuffer = 16 * 1024;

    // A longer request is cut off; platforms wait 10 seconds and more.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(8);

    public static WebApplicationBuilder Create(CommandLine commandLine, LocalSettings local)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SelfHostBuilder).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(
            local.Values.Select(v => new KeyValuePair<string, string?>(SettingName.AsKey(v.Key), v.Value)));
        builder.Configuration.AddEnvironmentVariables();
        AddLogging(builder.Logging, builder.Configuration);
        if (commandLine.Check is not null)
        {
            // Standard output is for the result.
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        var address = new IPEndPoint(commandLine.Address ?? IPAddress.Loopback, commandLine.Port ?? local.Port ?? DefaultPort);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, address));
        builder.Services.AddSingleton(address);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        return builder;
    }

    /// <summary>For libraries that read environment variables themselves; existing variables are not changed.</summary>
    public static void AddToEnvironment(LocalSettings local)
    {
        foreach (var (name, value) in local.Values)
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });

        // None: each request saves an Activity that has no listener.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Kestrel reports malformed chunked bodies as errors of the app, with a stack trace, so that strangers could fill the log.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);

        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // This program reports a failed start, once.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxRequestBodySize = RequestSize.MaxBody;
        // What waits for each slow client: 300 readers of large answers would otherwise need 64 KB each.
        kestrel.Limits.MaxResponseBufferSize = MaxResponseBuffer;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
