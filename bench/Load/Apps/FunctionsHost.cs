using System.Collections;
using HealthFunction.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Load.Apps;

/// <summary>The tests' stand-in for the Functions host as a process of its own, with an HTTP side that is asked over the network.</summary>
internal static class FunctionsHost
{
    /// <summary>The Functions app that it runs.</summary>
    public const string AppVariable = "LOAD_APP";

    /// <summary>What stands before the worker's process id in the output.</summary>
    public const string WorkerLine = "The worker is process ";

    public static async Task RunAsync()
    {
        await using var worker = await WorkerApp.StartAsync(Settings(), Environment.GetEnvironmentVariable(AppVariable));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(http => ForwardAsync(http, worker.Client));
        await app.StartAsync();

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        await Console.Out.WriteLineAsync($"{WorkerLine}{worker.ProcessId}\nSelf-host listening on {addresses.First()}");
        await app.WaitForShutdownAsync();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value))
        .Where(e => e.Key.StartsWith("Health__", StringComparison.Ordinal));

    private static async Task ForwardAsync(HttpContext http, HttpClient functions)
    {
        using var request = new HttpRequestMessage(new(http.Request.Method), $"{http.Request.Path}{http.Request.QueryString}");
        using var response = await functions.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            http.Response.Headers[name] = values.ToString();
        }

        var body = await response.Content.ReadAsByteArrayAsync(http.RequestAborted);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
