using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>The app that serves users: 200 for every path, like an app with a catch-all page.</summary>
internal sealed class ServingApp : IAsyncDisposable
{
    public const string Name = "the app";

    private readonly WebApplication _app;

    private ServingApp(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ServingApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = new ServingApp(builder.Build());
        app._app.Run(AnswerAsync);
        await app._app.StartAsync();
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Answers with a description of the request, one property per line.</summary>
    private static Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        return http.Response.WriteAsync(
            $"{Name}\n{request.Method} {request.Path}{request.QueryString}\n{request.Scheme} {request.Host}\n"
            + $"{request.Headers["X-Forwarded-For"]}\n{request.Headers["X-Forwarded-Proto"]}");
    }
}
